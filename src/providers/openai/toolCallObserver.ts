import type { ChatEvent } from '../../domain/chat.ts';
import { isObject } from '../../domain/json.ts';

/** Turns `delta.tool_calls` into tool events; the calls of an answer are counted from 0 in the order they begin. */
export interface ToolCallObserver {
  observe(deltas: unknown): ChatEvent[];
  /** Ends the call that is open, if any. */
  finish(): ChatEvent[];
}

interface OpenCall {
  /** The server's own index; some leave it out. */
  readonly upstreamIndex: number | undefined;
  readonly id: string;
  readonly index: number;
}

export function createToolCallObserver(): ToolCallObserver {
  let current: OpenCall | undefined;
  let started = 0;

  function close(): ChatEvent[] {
    const open = current;
    current = undefined;
    return open === undefined ? [] : [{ type: 'tool-input-end', index: open.index }];
  }

  function observeOne(delta: Readonly<Record<string, unknown>>): ChatEvent[] {
    const events: ChatEvent[] = [];
    const details = isObject(delta['function']) ? delta['function'] : {};
    if (current === undefined || beginsAnother(delta, current)) {
      events.push(...close());
      const index = started++;
      const id = text(delta['id']) ?? `call_${index}`;
      current = { upstreamIndex: number(delta['index']), id, index };
      events.push({ type: 'tool-input-start', index, id, name: text(details['name']) ?? '' });
    }
    const input = details['arguments'];
    if (typeof input === 'string' && input !== '') {
      events.push({ type: 'tool-input-delta', index: current.index, text: input });
    }
    return events;
  }

  return {
    observe: (deltas) => (Array.isArray(deltas) ? deltas.filter(isObject).flatMap(observeOne) : []),
    finish: close,
  };
}

/** Servers differ: some repeat the id in every delta, some leave the index out, some number every call 0. */
function beginsAnother(delta: Readonly<Record<string, unknown>>, current: OpenCall): boolean {
  const index = number(delta['index']);
  if (index !== undefined && current.upstreamIndex !== undefined && index !== current.upstreamIndex) return true;
  const id = text(delta['id']);
  return id !== undefined && id !== current.id;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
