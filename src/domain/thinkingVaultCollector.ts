import type { ChatEvent } from './chat.ts';
import { AnswerCollector } from './chatAnswer.ts';
import { isSigned, type KeptAnswer, type SpokenTurn } from './thinkingVault.ts';

/** An answer with thinking that is worth keeping. */
export interface ThoughtfulAnswer {
  readonly spoken: SpokenTurn;
  readonly kept: KeptAnswer;
}

/** Watches an answer's events for thinking that can be given back. */
export class ThinkingCollector {
  readonly #answer = new AnswerCollector();
  /** For each block of thinking, the text before it. */
  readonly #textBefore: number[] = [];
  #textLength = 0;
  #blockOpen = false;

  add(event: ChatEvent): void {
    this.#answer.add(event);
    switch (event.type) {
      case 'text-delta':
        this.#textLength += event.text.length;
        break;
      case 'thinking-delta':
        this.#openBlock();
        break;
      case 'thinking-signature':
        this.#openBlock();
        this.#blockOpen = false;
        break;
      case 'redacted-thinking':
        this.#textBefore.push(this.#textLength);
        this.#blockOpen = false;
        break;
      default:
        break;
    }
  }

  /** Undefined for an answer that broke off, and for one without signed or redacted thinking. */
  get result(): ThoughtfulAnswer | undefined {
    if (this.#textBefore.length === 0) return undefined;
    const { finishReason, text, thinking, toolCalls } = this.#answer.answer;
    const kept = thinking
      .map((part, index) => ({ part, textBefore: this.#textBefore[index] ?? 0 }))
      .filter(({ part }) => isSigned(part));
    if (finishReason === undefined || kept.length === 0) return undefined;
    return { spoken: { text, toolCalls }, kept: { thinking: kept, textLength: this.#textLength } };
  }

  #openBlock(): void {
    if (!this.#blockOpen) this.#textBefore.push(this.#textLength);
    this.#blockOpen = true;
  }
}
