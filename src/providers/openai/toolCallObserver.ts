import type { ChatEvent } from '../../domain/chat.ts';
import { isObject } from '../../domain/json.ts';

/** Turns `delta.tool_calls` into tool events; the calls of an answer are counted from 0 in the order they begin. */
export interface ToolCallObserver {
  observe(deltas: unknown): ChatEvent[];
  /** Ends the call that is open, if any. */
  finish(): ChatEvent[];
}

type Delta = Readonly<Record<string, unknown>>;

interface KnownCall {
  /** The server's own index; some leave it out. */
  readonly upstreamIndex: number | undefined;
  readonly id: string;
  readonly index: number;
}

export function createToolCallObserver(): ToolCallObserver {
  const calls: KnownCall[] = [];
  let current: KnownCall | undefined;

  function close(): ChatEvent[] {
    const open = current;
    current = undefined;
    return open === undefined ? [] : [{ type: 'tool-input-end', index: open.index }];
  }

  function begin(delta: Delta, name: string): ChatEvent[] {
    const ended = close();
    const index = calls.length;
    current = { upstreamIndex: number(delta['index']), id: text(delta['id']) ?? `call_${index}`, index };
    calls.push(current);
    return [...ended, { type: 'tool-input-start', index, id: current.id, name }];
  }

  function observeOne(delta: Delta): ChatEvent[] {
    const details = isObject(delta['function']) ? delta['function'] : {};
    const known = calls.findLast((call) => belongsTo(delta, call));
    const events = known === undefined ? begin(delta, text(details['name']) ?? '') : [];
    const input = text(details['arguments']);
    if (input === undefined) return events;
    return [...events, { type: 'tool-input-delta', index: known?.index ?? calls.length - 1, text: input }];
  }

  return {
    observe: (deltas) => (Array.isArray(deltas) ? deltas.filter(isObject).flatMap(observeOne) : []),
    finish: close,
  };
}

/**
 * Servers differ: some repeat the id in every delta, some leave the index out, some number every call 0. An id decides
 * where there is one; a delta with neither goes to the last call.
 */
function belongsTo(delta: Delta, call: KnownCall): boolean {
  const id = text(delta['id']);
  if (id !== undefined) return id === call.id;
  const index = number(delta['index']);
  return index === undefined || call.upstreamIndex === undefined || index === call.upstreamIndex;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
