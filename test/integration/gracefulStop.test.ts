import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../../src/compose.ts';
import { homeAt } from '../../src/config/home.ts';
import { createLineLogger } from '../../src/lineLogger.ts';
import type { OpenAiSimulator } from '../simulators/openai/openAiSimulator.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';
import { openGate } from './support/openGate.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const HELLO = [{ role: 'user', content: 'Hello' }];
const LONG = 60_000;

/** An answer that stops after its first words until `release`. */
async function heldUpstream(): Promise<{ upstream: OpenAiSimulator; release: () => void }> {
  const upstream = await openAiUpstream();
  const gate = openGate();
  upstream.script('model-1', [
    { text: 'worth waiting for', chunkSize: 6, gate: (index) => (index < 2 ? undefined : gate.opened) },
  ]);
  return { upstream, release: gate.open };
}

async function heldGateway(): Promise<{ gateway: TestGateway; upstream: OpenAiSimulator; release: () => void }> {
  const { upstream, release } = await heldUpstream();
  return { gateway: await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`), upstream, release };
}

/** A gateway that is closed answers no more: its ledger is read by another one on the same home. */
async function rowsAfter({ directory, configFile }: TestGateway) {
  const next = await startGateway({
    home: homeAt(`${directory}/home`),
    host: '127.0.0.1',
    port: 0,
    configFile,
    version: 'test',
    distDirectory: directory,
    environment: { LITELLM_MASTER_KEY: MASTER_KEY },
    logger: createLineLogger('error', () => undefined),
  });
  try {
    const headers = { authorization: `Bearer ${MASTER_KEY}` };
    return (await (await fetch(`${next.baseUrl}/spend/logs`, { headers })).json()) as {
      status: string;
      spend: number | null;
      metadata: { usage_object: unknown; error_information?: { error_message: string } };
    }[];
  } finally {
    await next.close(0);
  }
}

const bodies = {
  '/v1/chat/completions': { model: 'model', stream: true, messages: HELLO },
  '/v1/completions': { model: 'model', stream: true, prompt: 'Hello' },
  '/v1/messages': { model: 'model', stream: true, max_tokens: 100, messages: HELLO },
  '/v1/responses': { model: 'model', stream: true, input: 'Hello' },
} as const;

describe('a stream that outlasts the drain', () => {
  it.each([
    ['/v1/chat/completions', /data: \{"error":\{"message":"The gateway was stopped[^\n]*\n\n$/, /\[DONE\]/],
    ['/v1/completions', /data: \{"error":\{"message":"The gateway was stopped[^\n]*\n\n$/, /\[DONE\]/],
    ['/v1/messages', /event: error\ndata: [^\n]*The gateway was stopped[^\n]*\n\n$/, /message_stop/],
    ['/v1/responses', /event: response\.failed\ndata: [^\n]*The gateway was stopped[^\n]*\n\n$/, /response\.completed/],
  ] as const)('of %s ends with an error that says why, and has its row', async (path, lastWords, falseEnd) => {
    const { gateway } = await heldGateway();
    const response = await gateway.call(path, bodies[path]);
    expect(response.status).toBe(200);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    const closed = gateway.close(0);
    let seen = Buffer.from(first?.value ?? []).toString();
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      seen += Buffer.from(part.value).toString();
    }
    await closed;
    expect(seen).toMatch(lastWords);
    expect(seen).not.toMatch(falseEnd);
    const [row] = await rowsAfter(gateway);
    expect(row).toMatchObject({ status: 'failure', metadata: { usage_object: { estimated: true } } });
    expect(row?.spend).toBeGreaterThan(0);
    expect(row?.metadata.error_information?.error_message).toContain('stopped or restarted');
  });
});

describe('a whole answer that outlasts the drain', () => {
  it('is an error with a status', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', [{ kind: 'silence-before-headers' }]);
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const answer = gateway.chat({ model: 'model', messages: HELLO });
    await upstream.requested(1);
    await gateway.close(0);
    expect((await answer).status).toBe(503);
    expect(await (await answer).json()).toMatchObject({ error: { message: expect.stringContaining('stopped') } });
  });
});

describe('during the drain', () => {
  it('the port is free at once, and what runs ends well', async () => {
    const { gateway, release } = await heldGateway();
    const response = await gateway.chat(bodies['/v1/chat/completions']);
    const closed = gateway.close(LONG);
    await gateway.release();
    await expect(fetch(gateway.baseUrl)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    release();
    expect(await response.text()).toMatch(/\[DONE\]\n\n$/);
    await closed;
    expect(await rowsAfter(gateway)).toMatchObject([{ status: 'success' }]);
  });

  it('requests of connections that are still open are asked to come back, in their dialect', async () => {
    const { gateway, release } = await heldGateway();
    const { hostname, port } = new URL(gateway.baseUrl);
    // The second request is sent on the same socket while the first one's answer is still on its way.
    const socket = connect(Number(port), hostname);
    const post = (path: keyof typeof bodies): string => {
      const body = JSON.stringify(bodies[path]);
      return `POST ${path} HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${MASTER_KEY}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    };
    socket.write(post('/v1/chat/completions'));
    await new Promise((resolve) => socket.once('data', resolve));
    const closed = gateway.close(LONG);
    await gateway.release();
    const rest = text(socket);
    socket.write(post('/v1/messages'));
    release();
    const seen = await rest;
    await closed;
    const second = seen.slice(seen.indexOf('HTTP/1.1 503'));
    expect(second).toMatch(/retry-after: 2/i);
    expect(second).toContain('"type":"error"');
    expect(second).toContain('stopping or restarting');
  });

  it('streams of notices hold nothing up', async () => {
    const gateway = await startTestGateway('model_list: []\n');
    const events = await gateway.call('/torii/events');
    await gateway.close(LONG);
    await expect(events.text()).rejects.toThrow();
  });

  it('a second, shorter time ends it sooner', async () => {
    const { gateway } = await heldGateway();
    const response = await gateway.chat(bodies['/v1/chat/completions']);
    const closed = gateway.close(LONG);
    await gateway.release();
    await Promise.all([closed, gateway.close(0)]);
    expect(await response.text()).toContain('The gateway was stopped');
  });

  it('a reader that takes nothing is left behind', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', [{ kind: 'flood', megabytes: 64 }]);
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const { hostname, port } = new URL(gateway.baseUrl);
    const path = '/v1/chat/completions';
    const client = httpRequest({
      hostname,
      port,
      path,
      method: 'POST',
      headers: { authorization: `Bearer ${MASTER_KEY}` },
    });
    client.on('error', () => undefined);
    client.on('response', (response) => response.pause().on('error', () => undefined));
    client.end(JSON.stringify(bodies[path]));
    await upstream.stalled();
    await gateway.close(0);
    expect(await rowsAfter(gateway)).toMatchObject([{ status: 'failure' }]);
  });
});
