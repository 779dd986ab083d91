import type { ChatEvent, ChatRequest, TokenUsage } from '../../domain/chat.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ports.ts';
import { estimateTokens } from '../../domain/tokenEstimate.ts';
import type { DemoAnswer } from './demoAnswer.ts';

export interface DemoPace {
  readonly callId: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** ms before each chunk. */
  readonly paceMs: number;
}

/** The answer as a stream. Throws GatewayError (the signal's own, or `cancelled`) when the call is aborted. */
export async function* demoEvents(request: ChatRequest, answer: DemoAnswer, pace: DemoPace): AsyncGenerator<ChatEvent> {
  yield { type: 'start', id: `chatcmpl-demo-${pace.callId}`, model: undefined };
  for (const event of contentEvents(answer)) {
    await wait(pace);
    yield event;
  }
  yield { type: 'usage', usage: countUsage(request, answer) };
  yield answer.kind === 'tool'
    ? { type: 'end', reason: 'tool-calls', raw: 'tool_calls' }
    : { type: 'end', reason: 'stop', raw: 'stop' };
}

function contentEvents(answer: DemoAnswer): readonly ChatEvent[] {
  if (answer.kind === 'text') return pieces(answer.text).map((text) => ({ type: 'text-delta', text }));
  return [
    { type: 'tool-input-start', index: 0, id: `call_demo_${answer.name}`, name: answer.name },
    { type: 'tool-input-delta', index: 0, text: '{}' },
    { type: 'tool-input-end', index: 0 },
  ];
}

/** Words with the blank after them; text without blanks, such as Japanese, in pieces of four characters. */
function pieces(text: string): readonly string[] {
  return (text.match(/\S{1,12}\s*/gu) ?? []).flatMap((word) => word.match(/[ -~\s]+|[^ -~\s]{1,4}/gu) ?? []);
}

async function wait(pace: DemoPace): Promise<void> {
  try {
    pace.signal.throwIfAborted();
    if (pace.paceMs > 0) await pace.clock.sleep(pace.paceMs, pace.signal);
  } catch (thrown) {
    if (thrown instanceof GatewayError) throw thrown;
    throw new GatewayError('cancelled', 'The request was cancelled.', { provider: 'demo', cause: thrown });
  }
}

function countUsage(request: ChatRequest, answer: DemoAnswer): TokenUsage {
  const inputTokens = estimateTokens(JSON.stringify([request.system, request.messages, request.tools]));
  const outputTokens = estimateTokens(answer.kind === 'text' ? answer.text : `${answer.name}{}`);
  return {
    inputTokens,
    outputTokens,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    raw: { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens },
  };
}
