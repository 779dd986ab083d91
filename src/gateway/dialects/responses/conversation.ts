import type { AssistantPart, ChatMessage, TextPart, UserPart } from '../../../domain/chat.ts';

/** What has been said up to a point, without the instructions of a single request. */
export interface Conversation {
  readonly system: readonly TextPart[];
  readonly messages: readonly ChatMessage[];
}

export const EMPTY_CONVERSATION: Conversation = { system: [], messages: [] };

/** Builds messages from single items: neighbours of one role share a message, as calls made in parallel must. */
export class ConversationBuilder {
  readonly #system: TextPart[];
  readonly #earlier: readonly ChatMessage[];
  readonly #messages: ChatMessage[] = [];
  readonly #calls: Set<string>;

  constructor(history: Conversation) {
    this.#system = [...history.system];
    this.#earlier = history.messages;
    this.#calls = new Set(history.messages.flatMap(callIds));
  }

  get conversation(): Conversation {
    return { system: this.#system, messages: [...this.#earlier, ...this.#messages] };
  }

  addSystem(parts: readonly TextPart[]): void {
    this.#system.push(...parts);
  }

  addUser(parts: readonly UserPart[]): void {
    const last = this.#messages.at(-1);
    if (last?.role === 'user') this.#replaceLast({ role: 'user', content: [...last.content, ...parts] });
    else this.#messages.push({ role: 'user', content: parts });
  }

  addAssistant(parts: readonly AssistantPart[]): void {
    const last = this.#messages.at(-1);
    const message: ChatMessage = { role: 'assistant', content: parts };
    for (const id of callIds(message)) this.#calls.add(id);
    if (last?.role === 'assistant') this.#replaceLast({ role: 'assistant', content: [...last.content, ...parts] });
    else this.#messages.push(message);
  }

  hasCall(id: string): boolean {
    return this.#calls.has(id);
  }

  #replaceLast(message: ChatMessage): void {
    this.#messages[this.#messages.length - 1] = message;
  }
}

function callIds(message: ChatMessage): readonly string[] {
  if (message.role === 'user') return [];
  return message.content.flatMap((part) => (part.type === 'tool-call' ? [part.id] : []));
}
