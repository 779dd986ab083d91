import type { FinishReason } from '../../../domain/chat.ts';

const REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool-calls'],
  ['content_filtered', 'content-filter'],
  ['guardrail_intervened', 'content-filter'],
  ['refusal', 'content-filter'],
]);

/** Bedrock's stop reason in the gateway's words; one that is not known means an ordinary end. */
export function toFinishReason(stopReason: string | undefined): FinishReason {
  return REASONS.get(stopReason ?? '') ?? 'stop';
}
