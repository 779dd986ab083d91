import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { chunk, completion, deltasOf, finishReasonOf, frame, usageChunk, usageOf } from './frames.ts';
import type { Fault, Script, StatusScript, TextScript, ToolScript } from './script.ts';

export interface ChatExchange {
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly response: ServerResponse;
  /** Told how much of a flood has gone out, and when it stands still because nobody reads. */
  readonly onFlood: (bytes: number, stalled: boolean) => void;
}

/** Turns of the event loop without a drain after which a flood counts as held back. */
const STALL_TURNS = 500;

export async function respond(script: Script, exchange: ChatExchange): Promise<void> {
  switch (script.kind) {
    case 'status':
      return respondStatus(script, exchange.response);
    case 'raw':
      exchange.response.writeHead(200, { 'content-type': script.contentType });
      for (const piece of script.pieces) await send(exchange.response, piece);
      exchange.response.end();
      return;
    case 'fault':
      return respondFault(script.fault, exchange);
    case 'flood':
      return flood(script.megabytes, exchange);
    default:
      return exchange.stream && !(script.kind === 'text' && script.ignoresStream === true)
        ? stream(script, exchange)
        : whole(script, exchange);
  }
}

function respondStatus(script: StatusScript, response: ServerResponse): void {
  const isText = typeof script.body === 'string';
  const type = isText ? 'text/plain' : 'application/json';
  response.writeHead(script.status, { 'content-type': type, ...script.headers });
  response.end(isText ? script.body : JSON.stringify(script.body ?? {}));
}

function whole(script: TextScript | ToolScript, { model, response }: ChatExchange): void {
  const headers = script.kind === 'text' ? script.headers : {};
  response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req-simulated', ...headers });
  response.end(JSON.stringify(completion(model, script)));
}

async function stream(script: TextScript | ToolScript, exchange: ChatExchange): Promise<void> {
  const { model, response } = exchange;
  openStream(response, script.kind === 'text' ? script.headers : {});
  await send(response, chunk(model, { role: 'assistant', content: '' }));
  for (const [index, delta] of deltasOf(script).entries()) {
    await send(response, chunk(model, delta));
    if (index === 0 && script.kind === 'text') await script.gate;
  }
  await send(response, chunk(model, {}, finishReasonOf(script)));
  if (exchange.includeUsage) await send(response, usageChunk(model, usageOf(script)));
  response.end(frame('[DONE]'));
}

async function respondFault(fault: Fault, exchange: ChatExchange): Promise<void> {
  const { model, response } = exchange;
  if (fault === 'silence-before-headers') return;
  if (fault === 'reset-before-headers') return void response.socket?.resetAndDestroy();
  if (fault === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' });
    return void response.end('<html><body>Welcome to the proxy</body></html>');
  }
  openStream(response);
  if (fault === 'silence-after-headers') return response.flushHeaders();
  if (fault === 'garbage') return void response.end('data: {"choices": [}\n\ndata: [DONE]\n\n');
  if (fault === 'error-first') return void response.end(errorFrame());
  if (fault === 'slow-bytes')
    return slowly(response, `${chunk(model, { content: 'Slow.' }, 'stop')}${frame('[DONE]')}`);
  await send(response, chunk(model, { role: 'assistant', content: 'Begun' }));
  return afterText(fault, exchange);
}

async function afterText(fault: Fault, { model, response }: ChatExchange): Promise<void> {
  switch (fault) {
    case 'reset-mid-stream':
      return void response.socket?.resetAndDestroy();
    case 'half-frame':
      return void response.end('data: {"id":"chatcmpl-simulated","choices":[{"in');
    case 'error-after-text':
      return void response.end(errorFrame());
    case 'no-end':
      return void response.end();
    case 'unknown-event':
      await send(response, ': keep-alive\n\nevent: ping\ndata: {"type":"ping","message":"still here"}\n\n');
      return void response.end(`${chunk(model, {}, 'stop')}${frame('[DONE]')}`);
    default:
      return;
  }
}

function errorFrame(): string {
  const error = { message: 'The engine is overloaded.', type: 'overloaded_error', code: null };
  return frame({ error });
}

function openStream(response: ServerResponse, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'x-request-id': 'req-simulated',
    'openai-processing-ms': '12',
    'x-ratelimit-remaining-requests': '99',
    'set-cookie': 'session=1',
    ...headers,
  });
}

async function slowly(response: ServerResponse, text: string): Promise<void> {
  for (const byte of Buffer.from(text)) {
    await send(response, Buffer.of(byte));
    await setImmediate();
  }
  response.end();
}

/** Sends a piece by itself, so that the client gets it by itself. */
async function send(response: ServerResponse, piece: string | Uint8Array): Promise<void> {
  if (response.destroyed) return;
  response.write(piece);
  await setImmediate();
}

async function flood(megabytes: number, { model, response, onFlood }: ChatExchange): Promise<void> {
  openStream(response);
  const piece = chunk(model, { content: 'x'.repeat(64 * 1024) });
  let sent = 0;
  while (sent < megabytes * 1024 * 1024 && !response.destroyed) {
    const isRoom = response.write(piece);
    sent += piece.length;
    onFlood(sent, false);
    if (!isRoom) await drained(response, () => onFlood(sent, true));
  }
  response.end(`${chunk(model, {}, 'stop')}${frame('[DONE]')}`);
}

async function drained(response: ServerResponse, onStall: () => void): Promise<void> {
  let isOver = false;
  const over = Promise.race([once(response, 'drain'), once(response, 'close')]).finally(() => {
    isOver = true;
  });
  for (let turn = 0; turn < STALL_TURNS && !isOver; turn++) await setImmediate();
  if (!isOver) onStall();
  await over;
}
