import type { CollectedAnswer, CollectedThinking } from '../../../domain/chatAnswer.ts';
import { isObject, parseJson } from '../../../domain/json.ts';
import { toStopReason } from './stopReason.ts';
import { toUsageBody } from './usageBody.ts';

/** A whole answer as Anthropic's `message`: thinking, text, then tool calls. */
export function renderAnswer(
  answer: CollectedAnswer,
  frame: { readonly id: string; readonly model: string },
): Record<string, unknown> {
  return {
    id: frame.id,
    type: 'message',
    role: 'assistant',
    model: frame.model,
    content: [
      ...answer.thinking.map(toThinkingBlock),
      ...(answer.text === '' ? [] : [{ type: 'text', text: answer.text }]),
      ...answer.toolCalls.map(({ id, name, arguments: text }) => ({
        type: 'tool_use',
        id,
        name,
        input: toInput(text),
      })),
    ],
    stop_reason: toStopReason(answer.finishReason ?? 'stop', undefined, answer.toolCalls.length > 0),
    stop_sequence: null,
    usage: toUsageBody(answer.usage),
  };
}

function toThinkingBlock(block: CollectedThinking): Record<string, unknown> {
  return block.type === 'thinking'
    ? { type: 'thinking', thinking: block.text, signature: block.signature ?? '' }
    : { type: 'redacted_thinking', data: block.data };
}

/** Input has to be an object. Text that is none is wrapped the way Anthropic's page on fine-grained tool streaming says. */
function toInput(text: string): Record<string, unknown> {
  const input = parseJson(text);
  if (isObject(input)) return input;
  return text.trim() === '' ? {} : { INVALID_JSON: text };
}
