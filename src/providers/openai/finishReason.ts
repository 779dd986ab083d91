import type { FinishReason } from '../../domain/chat.ts';

const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
};

/** OpenAI's `finish_reason`; servers have words of their own (`eos`, `abort`), which mean a plain stop. */
export function fromFinishReason(raw: string): FinishReason {
  return REASONS[raw] ?? 'stop';
}
