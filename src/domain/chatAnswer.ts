import type { ChatEvent, FinishReason, TokenUsage } from './chat.ts';

/** A whole answer, folded from its events. */
export interface CollectedAnswer {
  readonly id: string | undefined;
  readonly model: string | undefined;
  readonly text: string;
  readonly thinking: readonly CollectedThinking[];
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
  readonly usage: TokenUsage | undefined;
  readonly finishReason: FinishReason | undefined;
}

export type CollectedThinking =
  | { readonly type: 'thinking'; readonly text: string; readonly signature: string | undefined }
  | { readonly type: 'redacted-thinking'; readonly data: string };

interface Draft {
  id: string | undefined;
  model: string | undefined;
  text: string[];
  thinking: { text: string[]; signature: string | undefined; data: string | undefined }[];
  tools: Map<number, { id: string; name: string; input: string[] }>;
  usage: TokenUsage | undefined;
  finishReason: FinishReason | undefined;
}

/** Folds events as they pass. */
export class AnswerCollector {
  readonly #draft: Draft = {
    id: undefined,
    model: undefined,
    text: [],
    thinking: [],
    tools: new Map(),
    usage: undefined,
    finishReason: undefined,
  };

  add(event: ChatEvent): void {
    const draft = this.#draft;
    switch (event.type) {
      case 'start':
        draft.id = event.id ?? draft.id;
        draft.model = event.model ?? draft.model;
        break;
      case 'text-delta':
        draft.text.push(event.text);
        break;
      case 'thinking-delta':
        this.#openThinking().text.push(event.text);
        break;
      case 'thinking-signature':
        this.#openThinking().signature = event.signature;
        break;
      case 'redacted-thinking':
        draft.thinking.push({ text: [], signature: undefined, data: event.data });
        break;
      case 'tool-input-start':
        draft.tools.set(event.index, { id: event.id, name: event.name, input: [] });
        break;
      case 'tool-input-delta':
        draft.tools.get(event.index)?.input.push(event.text);
        break;
      case 'usage':
        draft.usage = event.usage;
        break;
      case 'end':
        draft.finishReason = event.reason;
        break;
      default:
        break;
    }
  }

  get answer(): CollectedAnswer {
    const { id, model, text, thinking, tools, usage, finishReason } = this.#draft;
    return {
      id,
      model,
      text: text.join(''),
      thinking: thinking.map((block) =>
        block.data === undefined
          ? { type: 'thinking', text: block.text.join(''), signature: block.signature }
          : { type: 'redacted-thinking', data: block.data },
      ),
      toolCalls: [...tools.values()].map((call) => ({
        id: call.id,
        name: call.name,
        arguments: call.input.join('') || '{}',
      })),
      usage,
      finishReason,
    };
  }

  /** A block ends with its signature: the next thinking opens another. */
  #openThinking(): Draft['thinking'][number] {
    const last = this.#draft.thinking.at(-1);
    if (last !== undefined && last.signature === undefined && last.data === undefined) return last;
    const block = { text: [], signature: undefined, data: undefined };
    this.#draft.thinking.push(block);
    return block;
  }
}
