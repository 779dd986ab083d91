import type { CallTrace } from '../../domain/traceExport.ts';
import type { RefusedTrace, SendOutcome } from '../destination.ts';

/** Calls that are under way at a time: enough to catch up after an outage, few enough for a small server. */
const LANES = 4;

/**
 * Sends traces one by one. `send` gives back why one was refused, or undefined. What it throws is thrown on when all
 * lanes have come to an end, so that none of them goes on behind the back of the next try.
 */
export async function sendEach(
  traces: readonly CallTrace[],
  send: (trace: CallTrace) => Promise<string | undefined>,
): Promise<SendOutcome> {
  const waiting = [...traces];
  const refused: RefusedTrace[] = [];
  const lane = async (): Promise<void> => {
    for (let trace = waiting.shift(); trace !== undefined; trace = waiting.shift()) {
      const reason = await send(trace);
      if (reason !== undefined) refused.push({ callId: trace.record.callId, reason });
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  const failed = lanes.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { accepted: traces.length - refused.length, refused };
}
