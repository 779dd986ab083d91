import type { ChatEvent, FinishReason, TokenUsage } from '../../../domain/chat.ts';
import type { CollectedAnswer } from '../../../domain/chatAnswer.ts';
import type { AnswerFrame, StreamRendering } from '../chatDialect.ts';
import { toUsageBody } from '../openai/usageBody.ts';

/** The dialect knows three reasons. */
function toFinishReason(reason: FinishReason): string {
  if (reason === 'length') return 'length';
  return reason === 'content-filter' ? 'content_filter' : 'stop';
}

function toChoice(text: string, reason: FinishReason | undefined): Record<string, unknown> {
  return {
    text,
    index: 0,
    logprobs: null,
    finish_reason: reason === undefined ? null : toFinishReason(reason),
  };
}

/** A whole answer as OpenAI's `text_completion`; thinking has no place in it. `created` is epoch seconds. */
export function renderCompletion(answer: CollectedAnswer, frame: AnswerFrame): Record<string, unknown> {
  const { id, created, model } = frame;
  return {
    id,
    object: 'text_completion',
    created,
    model,
    choices: [toChoice(answer.text, answer.finishReason ?? 'stop')],
    ...(answer.usage === undefined ? {} : { usage: toUsageBody(answer.usage) }),
  };
}

/** Turns events into `data:` frames of a `text_completion` stream. */
export class CompletionStream implements StreamRendering {
  readonly #frame: AnswerFrame;
  #usage: TokenUsage | undefined;

  constructor(frame: AnswerFrame) {
    this.#frame = frame;
  }

  render(event: ChatEvent): string {
    switch (event.type) {
      case 'text-delta':
        return this.#chunk([toChoice(event.text, undefined)]);
      case 'end':
        return this.#chunk([toChoice('', event.reason)]);
      case 'usage':
        this.#usage = event.usage;
        return '';
      default:
        return '';
    }
  }

  done(): string {
    const usage = this.#frame.includeUsage ? this.#usage : undefined;
    const last = usage === undefined ? '' : this.#chunk([], { usage: toUsageBody(usage) });
    return `${last}data: [DONE]\n\n`;
  }

  #chunk(choices: readonly unknown[], rest: Readonly<Record<string, unknown>> = {}): string {
    const { id, created, model } = this.#frame;
    return `data: ${JSON.stringify({ id, object: 'text_completion', created, model, choices, ...rest })}\n\n`;
  }
}
