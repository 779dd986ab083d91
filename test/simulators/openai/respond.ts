import type { ServerResponse } from 'node:http';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { respondFlood } from '../network/flood.ts';
import { chunk, frame, streamFrames, wholeAnswer } from './composeAnswer.ts';
import type { Break, Scripted, ScriptedAnswer, ScriptedFault } from './scenario.ts';

export interface ChatExchange {
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly response: ServerResponse;
  /** Told how many bytes of a flood had gone out when nobody read on. */
  readonly onStall: (bytes: number) => void;
}

const HEADERS = {
  'x-request-id': 'req-simulated',
  'openai-processing-ms': '12',
  'openai-organization': 'org-of-the-owner',
  'x-ratelimit-remaining-requests': '99',
  'set-cookie': 'session=1',
};

export async function respond(scripted: Scripted, exchange: ChatExchange): Promise<void> {
  if (isFault(scripted)) return respondFault(scripted, exchange);
  if (exchange.stream && scripted.ignoresStream !== true) return respondStream(scripted, exchange);
  const answer = wholeAnswer(scripted, exchange.model);
  const isPlain = scripted.breakAfter === undefined && scripted.dripMs === undefined && scripted.slowBytes !== true;
  if (isPlain) {
    return sendJson(exchange.response, 200, answer, { ...HEADERS, ...scripted.headers });
  }
  await respondWholeSlowly(exchange.response, scripted, JSON.stringify(answer));
}

async function respondWholeSlowly(response: ServerResponse, answer: ScriptedAnswer, body: string): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json', ...HEADERS });
  response.flushHeaders();
  const { breakAfter } = answer;
  if (breakAfter === undefined) {
    await drip(response, body, answer.dripMs ?? 0);
    response.end();
    return;
  }
  const { how } = breakAfter;
  if (how.type === 'error') {
    response.end(JSON.stringify({ error: { message: how.message, type: how.name, code: null } }));
    return;
  }
  if (breakAfter.events > 0) response.write(body.slice(0, body.length / 2));
  if (how.type === 'garbage') response.end('<html>');
  else if (how.type === 'half-frame') response.end();
  else breakOff(response, how);
}

async function drip(response: ServerResponse, text: string, milliseconds: number): Promise<void> {
  for (const byte of Buffer.from(text)) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await setTimeout(milliseconds);
  }
}

function isFault(scripted: Scripted): scripted is ScriptedFault {
  return scripted.kind !== undefined && scripted.kind !== 'answer';
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function respondFault(fault: ScriptedFault, exchange: ChatExchange): Promise<void> {
  const { response, model } = exchange;
  switch (fault.kind) {
    case 'silence-before-headers':
      return;
    case 'reset-before-headers':
      response.socket?.resetAndDestroy();
      return;
    case 'error': {
      const { status, name, message, code = null, headers } = fault;
      return sendJson(response, status, { error: { message, type: name, code, param: null } }, headers);
    }
    case 'garbage-body':
      response.writeHead(200, { 'content-type': fault.contentType ?? 'application/json' });
      response.end(fault.body);
      return;
    default:
      openStream(response, {});
      await respondFlood(response, fault.megabytes, chunk(model, { content: 'x'.repeat(64 * 1024) }), exchange.onStall);
      response.end(`${chunk(model, {}, 'stop')}${frame('[DONE]')}`);
  }
}

async function respondStream(answer: ScriptedAnswer, exchange: ChatExchange): Promise<void> {
  const { response, model } = exchange;
  openStream(response, answer.headers ?? {});
  for (const [index, text] of streamFrames(answer, model, exchange.includeUsage).entries()) {
    if (index === answer.breakAfter?.events) return breakOff(response, answer.breakAfter.how);
    await answer.gate?.(index);
    if (answer.dripMs === undefined) await send(response, text, answer.slowBytes === true);
    else await drip(response, text, answer.dripMs);
    if (index === 0 && answer.unknownEvent === true) await send(response, UNKNOWN, false);
  }
  response.end();
}

const UNKNOWN = ': keep-alive\n\nevent: ping\ndata: {"type":"ping","message":"still here"}\n\n';

function breakOff(response: ServerResponse, how: Break): void {
  switch (how.type) {
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'half-frame':
      response.end('data: {"id":"chatcmpl-simulated","choices":[{"in');
      return;
    case 'garbage':
      response.end('data: {"choices": [}\n\ndata: [DONE]\n\n');
      return;
    case 'error':
      response.end(frame({ error: { message: how.message, type: how.name, code: null } }));
      return;
    case 'silence':
      response.flushHeaders();
      return;
    default:
      response.end();
  }
}

function openStream(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', ...HEADERS, ...headers });
}

/** Sends a piece by itself, so that the client gets it by itself. */
async function send(response: ServerResponse, text: string, bytewise: boolean): Promise<void> {
  const pieces = bytewise ? [...Buffer.from(text)].map((byte) => Buffer.of(byte)) : [text];
  for (const piece of pieces) {
    if (response.destroyed) return;
    response.write(piece);
    await setImmediate();
  }
}
