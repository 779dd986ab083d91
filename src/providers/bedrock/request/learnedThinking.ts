import type { ModelCapabilities, ModelCard } from '../../../domain/capabilities.ts';

type Lesson = Partial<Pick<ModelCapabilities, 'thinking' | 'sampling' | 'prefill'>>;

/** Refusals that tell how a model does take a request. A model that thinks adaptively only takes no sampling either. */
const LESSONS: readonly (readonly [RegExp, Lesson])[] = [
  [/thinking\.type\.enabled.{0,3} is not supported/, { thinking: 'adaptive', sampling: 'none' }],
  [/adaptive thinking is not supported/, { thinking: 'budget' }],
  [/thinking: Extra inputs are not permitted/, { thinking: 'none' }],
  [/`(?:temperature|top_p|top_k)`.{0,40} deprecated for this model/, { sampling: 'none' }],
  [/does not support assistant message prefill/, { prefill: false }],
];

/** Remembers for one provider instance what models said about themselves where the table of capabilities was wrong. */
export class LearnedThinking {
  readonly #learned = new Map<string, Lesson>();

  /** The card with what has been learned about this model. */
  correct(card: ModelCard, modelId: string): ModelCard {
    const lesson = this.#learned.get(modelId);
    return lesson === undefined ? card : { ...card, capabilities: { ...card.capabilities, ...lesson } };
  }

  /** Takes a refusal in; what it taught, when it is news. A model is believed once, so that two refusals cannot alternate. */
  learn(modelId: string, refusal: string): string | undefined {
    const lesson = LESSONS.find(([words]) => words.test(refusal))?.[1];
    const known = this.#learned.get(modelId) ?? {};
    const news = Object.entries(lesson ?? {}).filter(([trait]) => !(trait in known));
    if (lesson === undefined || news.length === 0) return undefined;
    this.#learned.set(modelId, { ...known, ...Object.fromEntries(news) });
    return news.map(([trait, value]) => `${trait}: ${value}`).join(', ');
  }
}
