import type { ModelCard, ThinkingStyle } from '../../../domain/capabilities.ts';

/** Refusals that tell how a model does take a request to think. */
const LESSONS: readonly (readonly [RegExp, ThinkingStyle])[] = [
  [/thinking\.type\.enabled.{0,3} is not supported/, 'adaptive'],
  [/adaptive thinking is not supported/, 'budget'],
  [/thinking: Extra inputs are not permitted/, 'none'],
];

/** Remembers for one provider instance what models said about thinking where the table of capabilities was wrong. */
export class LearnedThinking {
  readonly #styles = new Map<string, ThinkingStyle>();

  /** The card with what has been learned about this model. */
  correct(card: ModelCard, modelId: string): ModelCard {
    const thinking = this.#styles.get(modelId);
    return thinking === undefined ? card : { ...card, capabilities: { ...card.capabilities, thinking } };
  }

  /** Takes a refusal in; the style, when it is news. A model is believed once, so that two refusals cannot alternate. */
  learn(modelId: string, refusal: string): ThinkingStyle | undefined {
    const lesson = LESSONS.find(([words]) => words.test(refusal));
    if (lesson === undefined || this.#styles.has(modelId)) return undefined;
    this.#styles.set(modelId, lesson[1]);
    return lesson[1];
  }
}
