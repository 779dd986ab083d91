import { createHash } from 'node:crypto';

export type AttributeValue = string | number | boolean | readonly string[];

/** Attributes by name; undefined ones are left out. */
export type SpanAttributes = Readonly<Record<string, AttributeValue | undefined>>;

/** A span as destinations map it, before it has a wire form. Times are epoch ms. */
export interface OtlpSpan {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: 'internal' | 'client';
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: SpanAttributes;
  readonly status: { readonly code: 'unset' | 'error'; readonly message?: string | undefined };
}

const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;

/** An id of a trace as OTLP wants it: what has its form already stays, anything else is hashed, always to the same. */
export function traceIdOf(id: string): string {
  return hexId(id, TRACE_ID_DIGITS);
}

/** The same for a span. */
export function spanIdOf(id: string): string {
  return hexId(id, SPAN_ID_DIGITS);
}

function hexId(id: string, digits: number): string {
  const isOne = id.length === digits && /^[0-9a-f]+$/i.test(id) && !/^0+$/.test(id);
  return isOne ? id.toLowerCase() : createHash('sha256').update(id).digest('hex').slice(0, digits);
}
