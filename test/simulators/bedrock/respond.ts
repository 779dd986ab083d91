import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { ComposedAnswer } from './composeAnswer.ts';
import { eventFrame, exceptionFrame } from './frames.ts';
import type { Break, ScriptedAnswer } from './scenario.ts';
import { toFrames } from './streamFrames.ts';

export function respondError(
  response: ServerResponse,
  error: {
    readonly status: number;
    readonly name: string;
    readonly message: string;
    readonly headers?: Readonly<Record<string, string>>;
  },
): void {
  response.writeHead(error.status, {
    'content-type': 'application/json',
    'x-amzn-errortype': `${error.name}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
    ...error.headers,
  });
  response.end(JSON.stringify({ message: error.message }));
}

export async function respondWhole(
  response: ServerResponse,
  scripted: ScriptedAnswer,
  answer: ComposedAnswer,
): Promise<void> {
  const body = JSON.stringify({
    output: { message: { role: 'assistant', content: answer.blocks } },
    stopReason: answer.stopReason,
    ...(answer.usage === undefined ? {} : { usage: answer.usage }),
    ...answer.report,
    metrics: { latencyMs: 100 },
  });
  response.writeHead(200, { 'content-type': 'application/json' });
  const { breakAfter } = scripted;
  const dripMs = scripted.dripMs ?? (scripted.slowBytes === true ? 0 : undefined);
  if (breakAfter === undefined) {
    if (dripMs !== undefined) await drip(response, Buffer.from(body), dripMs);
    response.end(dripMs === undefined ? body : undefined);
    return;
  }
  response.flushHeaders();
  const half = Buffer.from(body.slice(0, body.length / 2));
  if (breakAfter.events > 0) response.write(half);
  if (breakAfter.how.type === 'half-frame') response.end();
  else breakOff(response, breakAfter.how, half);
}

async function drip(response: ServerResponse, bytes: Uint8Array, milliseconds: number): Promise<void> {
  for (const byte of bytes) {
    if (response.destroyed) return;
    response.write(Uint8Array.of(byte));
    await setTimeout(milliseconds);
  }
}

export async function respondStream(
  response: ServerResponse,
  scripted: ScriptedAnswer,
  answer: ComposedAnswer,
): Promise<void> {
  await respondFrames(response, scripted, toFrames(answer, scripted.chunkSize));
}

/** Writes the events one by one, as the script has it, and breaks off where it says so. */
export async function respondFrames(
  response: ServerResponse,
  scripted: ScriptedAnswer,
  known: readonly Uint8Array[],
): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  response.flushHeaders();
  const frames = scripted.unknownEvent === true ? [eventFrame('futureEvent', { news: true }), ...known] : known;
  const broken = scripted.breakAfter;
  for (const [index, frame] of frames.entries()) {
    if (index === broken?.events) return breakOff(response, broken.how, frame);
    await scripted.gate?.(index);
    if (response.destroyed) return;
    if (scripted.dripMs === undefined) await write(response, frame, scripted.slowBytes === true);
    else await drip(response, frame, scripted.dripMs);
  }
  response.end();
}

async function write(response: ServerResponse, frame: Uint8Array, slowly: boolean): Promise<void> {
  const pieces = slowly ? [...frame].map((byte) => Uint8Array.of(byte)) : [frame];
  for (const piece of pieces) {
    if (!response.write(piece) && !response.destroyed)
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
    if (slowly) await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

function breakOff(response: ServerResponse, how: Break, frame: Uint8Array): void {
  switch (how.type) {
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'half-frame':
      response.end(frame.subarray(0, Math.floor(frame.length / 2)));
      return;
    case 'garbage':
      response.end(how.bytes ?? Buffer.from('<html><body>502 Bad Gateway</body></html>'));
      return;
    case 'exception':
      response.end(exceptionFrame(how.name, how.message));
      return;
    case 'silence':
      return;
    default:
      response.end();
  }
}
