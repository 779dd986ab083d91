import type { ChatMessage, ChatRequest, UserMessage } from '../../../domain/chat.ts';
import { isGuardedText, toGuardedText } from '../../../domain/guardedText.ts';
import { isObject } from '../../../domain/json.ts';

/**
 * With a guardrail and no text that the client marked for it, the texts of the trailing user messages are what it looks
 * at (LiteLLM's rule): the history was looked at when it was new. Tool results and images stay as they are.
 */
export function withGuardedText(request: ChatRequest): ChatRequest {
  if (!isObject(request.extra['guardrailConfig']) || request.messages.some(isGuarded)) return request;
  const from = request.messages.findLastIndex((message) => !isTyped(message)) + 1;
  if (from === request.messages.length) return request;
  const messages = request.messages.map((message, index) =>
    index >= from && message.role === 'user' ? guard(message) : message,
  );
  return { ...request, messages };
}

/** Said by the user, not by a tool. */
function isTyped(message: ChatMessage): boolean {
  return message.role === 'user' && message.content.some((part) => part.type !== 'tool-result');
}

function isGuarded(message: ChatMessage): boolean {
  return message.content.some(isGuardedText);
}

function guard(message: UserMessage): UserMessage {
  return { role: 'user', content: message.content.map((part) => (part.type === 'text' ? toGuardedText(part) : part)) };
}
