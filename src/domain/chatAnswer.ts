import type { ChatEvent, FinishReason, TokenUsage } from './chat.ts';

/** A whole answer, folded from its events. */
export interface CollectedAnswer {
  readonly id: string | undefined;
  readonly model: string | undefined;
  /** In the order in which they came. */
  readonly parts: readonly CollectedPart[];
  /** All texts together. */
  readonly text: string;
  readonly thinking: readonly CollectedThinking[];
  readonly toolCalls: readonly CollectedToolCall[];
  readonly usage: TokenUsage | undefined;
  readonly finishReason: FinishReason | undefined;
  /** The provider's own word for it. */
  readonly rawFinishReason: string | undefined;
}

export type CollectedThinking =
  | { readonly type: 'thinking'; readonly text: string; readonly signature: string | undefined }
  | { readonly type: 'redacted-thinking'; readonly data: string };

export interface CollectedToolCall {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  /** JSON text; `{}` where the model wrote nothing. */
  readonly arguments: string;
}

export type CollectedPart = { readonly type: 'text'; readonly text: string } | CollectedThinking | CollectedToolCall;

type OpenPart =
  | { readonly type: 'text'; readonly text: string[] }
  | { readonly type: 'thinking'; readonly text: string[]; signature: string | undefined }
  | { readonly type: 'redacted-thinking'; readonly data: string }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly input: string[] };

type OpenOf<Type extends OpenPart['type']> = Extract<OpenPart, { type: Type }>;

/** Folds events as they pass. */
export class AnswerCollector {
  readonly #parts: OpenPart[] = [];
  readonly #tools = new Map<number, OpenOf<'tool-call'>>();
  #id: string | undefined;
  #model: string | undefined;
  #usage: TokenUsage | undefined;
  #end: Extract<ChatEvent, { type: 'end' }> | undefined;

  add(event: ChatEvent): void {
    switch (event.type) {
      case 'start':
        this.#id = event.id ?? this.#id;
        this.#model = event.model ?? this.#model;
        break;
      case 'text-delta':
        // An empty one, which some servers send between other parts, opens nothing.
        if (event.text !== '') this.#openText().text.push(event.text);
        break;
      case 'thinking-delta':
        this.#openThinking().text.push(event.text);
        break;
      case 'thinking-signature':
        this.#unsignedThinking().signature = event.signature;
        break;
      case 'redacted-thinking':
        this.#parts.push(event);
        break;
      case 'tool-input-start':
        this.#openTool(event);
        break;
      case 'tool-input-delta':
        this.#tools.get(event.index)?.input.push(event.text);
        break;
      case 'usage':
        this.#usage = event.usage;
        break;
      case 'end':
        this.#end = event;
        break;
      default:
        break;
    }
  }

  get answer(): CollectedAnswer {
    const parts = this.#parts.map(toPart);
    return {
      id: this.#id,
      model: this.#model,
      parts,
      text: parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
      thinking: parts.filter((part) => part.type === 'thinking' || part.type === 'redacted-thinking'),
      toolCalls: parts.filter((part) => part.type === 'tool-call'),
      usage: this.#usage,
      finishReason: this.#end?.reason,
      rawFinishReason: this.#end?.raw,
    };
  }

  #openText(): OpenOf<'text'> {
    const last = this.#parts.at(-1);
    return last?.type === 'text' ? last : this.#push({ type: 'text', text: [] });
  }

  /** A block ends with its signature: the next thinking opens another. */
  #openThinking(): OpenOf<'thinking'> {
    const last = this.#parts.at(-1);
    if (last?.type === 'thinking' && last.signature === undefined) return last;
    return this.#push({ type: 'thinking', text: [], signature: undefined });
  }

  /** A signature may come after text; it belongs to the thinking before, or to one of its own where that is signed. */
  #unsignedThinking(): OpenOf<'thinking'> {
    const last = this.#parts.findLast(({ type }) => type === 'thinking' || type === 'redacted-thinking');
    if (last?.type === 'thinking' && last.signature === undefined) return last;
    return this.#push({ type: 'thinking', text: [], signature: undefined });
  }

  #openTool({ index, id, name }: Extract<ChatEvent, { type: 'tool-input-start' }>): void {
    this.#tools.set(index, this.#push({ type: 'tool-call', id, name, input: [] }));
  }

  #push<Part extends OpenPart>(part: Part): Part {
    this.#parts.push(part);
    return part;
  }
}

function toPart(part: OpenPart): CollectedPart {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text.join('') };
    case 'thinking':
      return { type: 'thinking', text: part.text.join(''), signature: part.signature };
    case 'tool-call':
      return { type: 'tool-call', id: part.id, name: part.name, arguments: part.input.join('') || '{}' };
    default:
      return { type: 'redacted-thinking', data: part.data };
  }
}
