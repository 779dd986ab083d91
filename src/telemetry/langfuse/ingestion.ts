import type { LangfuseSettings } from '../../domain/destinations.ts';
import { isObject, parseJson } from '../../domain/json.ts';
import type { CallTrace } from '../../domain/traceExport.ts';
import type { RefusedTrace, SendOutcome } from '../destination.ts';
import { said } from '../httpExchange.ts';
import { type IngestionEvent, toIngestionEvents } from './ingestionEvents.ts';
import { toLangfuseCall } from './langfuseCall.ts';
import type { LangfuseServer } from './langfuseServer.ts';

const PATH = '/api/public/ingestion';

/** The server takes bodies of 4.5 MB; its documentation asks for less than 3.5. */
const MOST_BYTES = 3_400_000;

/** One call's events as JSON. */
interface Item {
  readonly callId: string;
  readonly ids: readonly string[];
  readonly json: string;
  readonly bytes: number;
}

/** Sends calls through the batch API, in as many bodies as its limit wants. */
export async function sendEvents(
  traces: readonly CallTrace[],
  settings: LangfuseSettings,
  server: LangfuseServer,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const items = traces.map((trace) => toItem(trace, settings));
  const tooLarge = items.filter(({ bytes }) => bytes > MOST_BYTES);
  const refused: RefusedTrace[] = tooLarge.map(({ callId }) => ({
    callId,
    reason: 'it is larger than Langfuse takes',
  }));
  for (const part of inParts(items.filter(({ bytes }) => bytes <= MOST_BYTES))) {
    refused.push(...(await post(part, server, signal)));
  }
  return { accepted: traces.length - refused.length, refused };
}

function toItem(trace: CallTrace, settings: LangfuseSettings): Item {
  const events = toIngestionEvents(toLangfuseCall(trace, settings), settings.environment);
  const json = events.map((event: IngestionEvent) => JSON.stringify(event)).join(',');
  const ids = events.map(({ id }) => id);
  return { callId: trace.record.callId, ids, json, bytes: Buffer.byteLength(json) };
}

function inParts(items: readonly Item[]): readonly (readonly Item[])[] {
  const parts: Item[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const item of items) {
    if (size + item.bytes > MOST_BYTES) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(item);
    size += item.bytes + 1;
  }
  return parts;
}

async function post(
  part: readonly Item[],
  server: LangfuseServer,
  signal: AbortSignal,
): Promise<readonly RefusedTrace[]> {
  const body = `{"batch":[${part.map(({ json }) => json).join(',')}]}`;
  const { status, text } = await server.postJson(PATH, body, signal);
  if (status === 207 || status < 300) return refusedIn(text, part);
  return part.map(({ callId }) => ({ callId, reason: `it refused them with status ${status}${said(text)}` }));
}

/** A 207 tells of each event: those with an error are lost, and another try would not help. */
function refusedIn(text: string, part: readonly Item[]): readonly RefusedTrace[] {
  const answer = parseJson(text);
  const errors = isObject(answer) && Array.isArray(answer['errors']) ? answer['errors'].filter(isObject) : [];
  return part.flatMap(({ callId, ids }) => {
    const error = errors.find(({ id }) => ids.includes(String(id)));
    if (error === undefined) return [];
    const why = [error['message'], error['error']].filter((word) => typeof word === 'string').join(': ');
    return [{ callId, reason: `it refused an event with status ${String(error['status'])}${said(why)}` }];
  });
}
