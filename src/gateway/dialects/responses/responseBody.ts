import type { FinishReason, TokenUsage } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';
import type { AnswerFrame } from '../chatDialect.ts';
import type { OutputItem } from './outputItems.ts';
import { toResponsesUsage } from './usageBody.ts';

export type ResponseStatus = 'in_progress' | 'completed' | 'incomplete' | 'failed';

/** How far a response has come. */
export interface ResponseProgress {
  readonly status: ResponseStatus;
  readonly output: readonly OutputItem[];
  readonly incompleteReason?: string | undefined;
  readonly error?: { readonly code: string; readonly message: string } | undefined;
  readonly usage?: TokenUsage | undefined;
}

export type ResponseBody = Readonly<Record<string, unknown>>;

/** The `response` object: what was asked for, and what has come of it. */
export function toResponseBody(
  body: Readonly<Record<string, unknown>>,
  frame: Pick<AnswerFrame, 'id' | 'model' | 'created'>,
  progress: ResponseProgress,
): ResponseBody {
  const reasoning = isObject(body['reasoning']) ? body['reasoning'] : {};
  return {
    id: frame.id,
    object: 'response',
    created_at: frame.created,
    status: progress.status,
    background: false,
    error: progress.error ?? null,
    incomplete_details: progress.incompleteReason === undefined ? null : { reason: progress.incompleteReason },
    instructions: body['instructions'] ?? null,
    max_output_tokens: body['max_output_tokens'] ?? null,
    max_tool_calls: null,
    model: frame.model,
    output: progress.output,
    parallel_tool_calls: body['parallel_tool_calls'] ?? true,
    previous_response_id: body['previous_response_id'] ?? null,
    prompt_cache_key: body['prompt_cache_key'] ?? null,
    reasoning: { effort: reasoning['effort'] ?? null, summary: reasoning['summary'] ?? null },
    safety_identifier: body['safety_identifier'] ?? null,
    service_tier: body['service_tier'] ?? 'default',
    store: body['store'] !== false,
    temperature: body['temperature'] ?? null,
    text: body['text'] ?? { format: { type: 'text' } },
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: body['tools'] ?? [],
    top_logprobs: 0,
    top_p: body['top_p'] ?? null,
    truncation: 'disabled',
    usage: progress.usage === undefined ? null : toResponsesUsage(progress.usage),
    user: body['user'] ?? null,
    metadata: body['metadata'] ?? {},
  };
}

/** Undefined for an answer that is complete. */
export function incompleteReason(reason: FinishReason | undefined): string | undefined {
  if (reason === 'length') return 'max_output_tokens';
  return reason === 'content-filter' ? 'content_filter' : undefined;
}
