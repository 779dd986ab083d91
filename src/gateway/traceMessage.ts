import type { FinishReason } from '../domain/chat.ts';
import type { CollectedAnswer } from '../domain/chatAnswer.ts';

const FINISH_REASONS: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
};

/** An answer as the assistant's message of OpenAI's chat completions, whatever dialect it was given in. */
export function toTraceMessage(answer: CollectedAnswer): Readonly<Record<string, unknown>> {
  const thinking = answer.thinking.flatMap((part) => (part.type === 'thinking' ? [part.text] : [])).join('\n');
  const calls = answer.toolCalls.map(({ id, name, arguments: args }) => ({
    id,
    type: 'function',
    function: { name, arguments: args },
  }));
  return {
    role: 'assistant',
    content: answer.text === '' && calls.length > 0 ? null : answer.text,
    ...(thinking === '' ? {} : { reasoning_content: thinking }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(answer.finishReason === undefined ? {} : { finish_reason: FINISH_REASONS[answer.finishReason] }),
  };
}
