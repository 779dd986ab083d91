import type { CacheSlot } from './cachePlanSlots.ts';
import type {
  AssistantPart,
  Cacheable,
  CacheControl,
  ChatMessage,
  ChatRequest,
  ToolResultPart,
  UserPart,
} from './chat.ts';

/** The request with a mark on each slot; whatever has none is the same object as before. */
export function markSlots(request: ChatRequest, slots: readonly CacheSlot[], control: CacheControl): ChatRequest {
  const has = (place: CacheSlot['place'], index: number, part = 0): boolean =>
    slots.some((slot) => slot.place === place && slot.index === index && slot.part === part);
  const markAt = <Part extends Cacheable>(parts: readonly Part[], place: 'tools' | 'system'): readonly Part[] =>
    parts.map((part, index) => (has(place, index) ? { ...part, cacheControl: control } : part));
  return {
    ...request,
    tools: markAt(request.tools, 'tools'),
    system: markAt(request.system, 'system'),
    messages: request.messages.map((message, index): ChatMessage => {
      if (message.role !== 'user' || !message.content.some((_, part) => has('messages', index, part))) return message;
      const content = message.content.map((each, part) =>
        has('messages', index, part) ? { ...each, cacheControl: control } : each,
      );
      return { role: 'user', content };
    }),
  };
}

/** The request without any mark; the same object where it has none. */
export function withoutMarks(request: ChatRequest): ChatRequest {
  const tools = unmarkAll(request.tools, unmark);
  const system = unmarkAll(request.system, unmark);
  const messages = unmarkAll(request.messages, unmarkMessage);
  const same = tools === request.tools && system === request.system && messages === request.messages;
  return same ? request : { ...request, tools, system, messages };
}

function unmarkMessage(message: ChatMessage): ChatMessage {
  if (message.role === 'user') {
    const content = unmarkAll(message.content, unmarkUserPart);
    return content === message.content ? message : { role: 'user', content };
  }
  const content = unmarkAll(message.content, unmarkAssistantPart);
  return content === message.content ? message : { role: 'assistant', content };
}

function unmarkUserPart(part: UserPart): UserPart {
  return part.type === 'tool-result' ? unmarkResult(unmark(part)) : unmark(part);
}

function unmarkResult(part: ToolResultPart): ToolResultPart {
  const content = unmarkAll(part.content, unmark);
  return content === part.content ? part : { ...part, content };
}

function unmarkAssistantPart(part: AssistantPart): AssistantPart {
  return part.type === 'thinking' || part.type === 'redacted-thinking' ? part : unmark(part);
}

function unmark<Part extends Cacheable>(part: Part): Part {
  return part.cacheControl === undefined ? part : { ...part, cacheControl: undefined };
}

function unmarkAll<Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  const changed = items.map(change);
  return changed.some((item, index) => item !== items[index]) ? changed : items;
}
