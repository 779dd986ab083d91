import { type BilledPart, describePart } from '../domain/billedParts.ts';
import type { GatewayError } from '../domain/errors.ts';
import type { SpendRecord } from '../domain/spend.ts';

/** What a row says beyond its columns: the trace that the client named, and parts of an answer that broke off. */
export function describeCall(
  traceId: string | undefined,
  brokenOff: readonly BilledPart[],
): Readonly<Record<string, unknown>> {
  const parts = brokenOff.length === 0 ? {} : { broken_off_parts: brokenOff.map(describePart) };
  return traceId === undefined ? parts : { trace_id: traceId, ...parts };
}

export function describeError(error: GatewayError): NonNullable<SpendRecord['error']> {
  return { kind: error.kind, code: error.providerCode, message: error.message };
}
