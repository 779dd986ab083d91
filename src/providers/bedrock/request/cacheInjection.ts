import type { Cacheable, CacheControl, ChatMessage, ChatRequest } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';

/**
 * LiteLLM's `cache_control_injection_points`: the config's own cache marks. A point names `tool_config`, or messages
 * by role (`system`, `user`, `assistant`) or by index; indexes count the system text as one message and may be
 * negative. A part that the client marked keeps its mark.
 */
export function withInjectedCachePoints(request: ChatRequest, points: unknown): ChatRequest {
  if (!Array.isArray(points)) return request;
  return points.filter(isObject).reduce(inject, request);
}

function inject(request: ChatRequest, point: Readonly<Record<string, unknown>>): ChatRequest {
  const control = controlOf(point['control']);
  if (point['location'] === 'tool_config') return { ...request, tools: markLast(request.tools, control) };
  if (point['location'] !== 'message') return request;
  const hasSystem = request.system.length > 0;
  const count = request.messages.length + (hasSystem ? 1 : 0);
  const index = indexOf(point['index'], count);
  const isMeant = (role: string, at: number): boolean =>
    index === undefined
      ? point['role'] === role
      : index === at && (point['role'] === undefined || point['role'] === role);
  return {
    ...request,
    system: hasSystem && isMeant('system', 0) ? markLast(request.system, control) : request.system,
    messages: request.messages.map((message, at) =>
      isMeant(message.role, hasSystem ? at + 1 : at) ? markMessage(message, control) : message,
    ),
  };
}

function controlOf(control: unknown): CacheControl {
  const ttl = isObject(control) ? control['ttl'] : undefined;
  return ttl === '5m' || ttl === '1h' ? { ttl } : {};
}

/** Undefined where the point names a role only. */
function indexOf(value: unknown, count: number): number | undefined {
  const index = typeof value === 'string' ? Number(value) : value;
  if (typeof index !== 'number' || !Number.isInteger(index)) return undefined;
  return index < 0 ? count + index : index;
}

function markMessage(message: ChatMessage, control: CacheControl): ChatMessage {
  if (message.role === 'user') return { ...message, content: markLast(message.content, control) };
  const at = message.content.findLastIndex((part) => part.type === 'text' || part.type === 'tool-call');
  return {
    ...message,
    content: message.content.map((part, index) =>
      index === at && (part.type === 'text' || part.type === 'tool-call') ? mark(part, control) : part,
    ),
  };
}

function markLast<Part extends Cacheable>(parts: readonly Part[], control: CacheControl): readonly Part[] {
  return parts.map((part, index) => (index === parts.length - 1 ? mark(part, control) : part));
}

function mark<Part extends Cacheable>(part: Part, control: CacheControl): Part {
  return part.cacheControl === undefined ? { ...part, cacheControl: control } : part;
}
