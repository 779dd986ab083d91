import type { ChatEvent } from '../../domain/chat.ts';
import { isObject } from '../../domain/json.ts';
import { fromFinishReason } from './finishReason.ts';
import { createToolCallObserver } from './toolCallObserver.ts';
import { fromOpenaiUsage } from './usage.ts';

/** Reads what happens in a stream of `chat.completion.chunk` objects. Only the first choice is told; all of them are paid. */
export interface StreamObserver {
  observe(chunk: Readonly<Record<string, unknown>>): ChatEvent[];
  /** The end of the stream, when it came in good order: what is still open is ended. */
  finish(): ChatEvent[];
  /** Whether a finish reason has been seen. */
  readonly ended: boolean;
}

export function createStreamObserver(): StreamObserver {
  const tools = createToolCallObserver();
  let started = false;
  let ended = false;

  function start(chunk: Readonly<Record<string, unknown>>): ChatEvent[] {
    if (started) return [];
    started = true;
    return [{ type: 'start', id: text(chunk['id']), model: text(chunk['model']) }];
  }

  function end(raw: string | undefined): ChatEvent[] {
    if (ended) return [];
    ended = true;
    const open = tools.finish();
    return [...open, { type: 'end', reason: raw === undefined ? 'stop' : fromFinishReason(raw), raw }];
  }

  return {
    get ended() {
      return ended;
    },
    observe(chunk) {
      const choice = firstChoice(chunk['choices']);
      const usage = fromOpenaiUsage(chunk['usage']);
      if (choice === undefined && usage === undefined) return [];
      const events = start(chunk);
      if (choice !== undefined) {
        const delta = isObject(choice['delta']) ? choice['delta'] : {};
        events.push(...textEvents(delta), ...tools.observe(delta['tool_calls']));
        const reason = text(choice['finish_reason']);
        if (reason !== undefined) events.push(...end(reason));
      }
      if (usage !== undefined) events.push({ type: 'usage', usage });
      return events;
    },
    finish: () => end(undefined),
  };
}

/** Thinking comes as `reasoning_content` (DeepSeek, LiteLLM) or `reasoning` (newer vLLM, OpenRouter). */
export function textEvents(delta: Readonly<Record<string, unknown>>): ChatEvent[] {
  const events: ChatEvent[] = [];
  const thinking = text(delta['reasoning_content']) ?? text(delta['reasoning']);
  if (thinking !== undefined) events.push({ type: 'thinking-delta', text: thinking });
  const content = text(delta['content']) ?? text(delta['refusal']);
  if (content !== undefined) events.push({ type: 'text-delta', text: content });
  return events;
}

function firstChoice(choices: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!Array.isArray(choices)) return undefined;
  return choices.find((choice) => isObject(choice) && (choice['index'] === 0 || choice['index'] === undefined));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
