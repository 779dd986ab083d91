import type { FinishReason } from '../../../domain/chat.ts';

const REASONS: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
};

/**
 * Anthropic's `stop_reason`. `raw` is the provider's own word, where it says more than the gateway's. Servers of
 * OpenAI's dialect say a plain stop after a forced tool call; Anthropic's clients expect `tool_use` then.
 */
export function toStopReason(reason: FinishReason, raw: string | undefined, hasToolCalls: boolean): string {
  if (reason === 'stop' && raw === 'stop_sequence') return raw;
  if (reason === 'length' && raw === 'model_context_window_exceeded') return raw;
  return reason === 'stop' && hasToolCalls ? REASONS['tool-calls'] : REASONS[reason];
}
