import type { CollectedAnswer, CollectedPart } from '../../../domain/chatAnswer.ts';
import { isObject, parseJson } from '../../../domain/json.ts';
import { toStopReason } from './stopReason.ts';
import { toUsageBody } from './usageBody.ts';

/** A whole answer as Anthropic's `message`, its blocks in the order in which the model gave them. */
export function renderAnswer(
  answer: CollectedAnswer,
  frame: { readonly id: string; readonly model: string },
): Record<string, unknown> {
  return {
    id: frame.id,
    type: 'message',
    role: 'assistant',
    model: frame.model,
    content: answer.parts.filter((part) => part.type !== 'text' || part.text !== '').map(toBlock),
    stop_reason: toStopReason(answer.finishReason ?? 'stop', answer.rawFinishReason, answer.toolCalls.length > 0),
    stop_sequence: null,
    usage: toUsageBody(answer.usage),
  };
}

function toBlock(part: CollectedPart): Record<string, unknown> {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'thinking':
      return { type: 'thinking', thinking: part.text, signature: part.signature ?? '' };
    case 'redacted-thinking':
      return { type: 'redacted_thinking', data: part.data };
    default:
      return { type: 'tool_use', id: part.id, name: part.name, input: toInput(part.arguments) };
  }
}

/** Input has to be an object. Text that is none is wrapped the way Anthropic's page on fine-grained tool streaming says. */
function toInput(text: string): Record<string, unknown> {
  const input = parseJson(text);
  if (isObject(input)) return input;
  return text.trim() === '' ? {} : { INVALID_JSON: text };
}
