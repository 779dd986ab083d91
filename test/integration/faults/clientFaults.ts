import { once } from 'node:events';
import { type ClientRequest, request as send } from 'node:http';
import { expect, it } from 'vitest';
import { SONNET_37 } from '../../simulators/bedrock/fixtures.ts';
import { MASTER_KEY, rowWhere, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from '../support/upstreams.ts';
import { DIALECTS } from './dialects.ts';
import type { FaultTable } from './faultTable.ts';
import { reservationsLeft } from './leftovers.ts';

const SECTION = 'Faults of the client';
const LONG = 'a long story in very many words';
const MB = 1024 * 1024;

interface Provider {
  readonly name: string;
  start(): Promise<Upstream>;
}

type Gate = (event: number) => Promise<void> | undefined;

interface Upstream {
  readonly entry: string;
  /** What it answers from now on. */
  script(script: { readonly gate?: Gate; readonly silent?: true; readonly floodMegabytes?: number }): void;
  requested(count: number): Promise<void>;
  stalled(): Promise<number>;
  idle(): Promise<void>;
}

/** Never passes from the third event on. */
const HELD: Gate = (event) => (event < 3 ? undefined : new Promise(() => undefined));

const PROVIDERS: readonly Provider[] = [
  {
    name: 'openai',
    start: async () => {
      const upstream = await openAiUpstream();
      const script: Upstream['script'] = ({ gate, silent, floodMegabytes }) =>
        upstream.script('model-1', () => {
          if (silent) return { kind: 'silence-before-headers' };
          if (floodMegabytes !== undefined) return { kind: 'flood', megabytes: floodMegabytes };
          return { text: LONG, chunkSize: 2, ...(gate === undefined ? {} : { gate }) };
        });
      return { ...upstream, entry: openAiModel(upstream, 'model'), script };
    },
  },
  {
    name: 'bedrock',
    start: async () => {
      const upstream = await bedrockUpstream();
      const script: Upstream['script'] = ({ gate, silent, floodMegabytes }) =>
        upstream.script(SONNET_37, () => {
          if (silent) return { kind: 'silence-before-headers' };
          if (floodMegabytes !== undefined) return { kind: 'flood', megabytes: floodMegabytes };
          return { text: LONG, chunkSize: 2, ...(gate === undefined ? {} : { gate }) };
        });
      return { ...upstream, entry: bedrockModel(upstream, 'model', SONNET_37), script };
    },
  },
];

/** Sends a body and gives the request itself, whose socket the test can do with what it likes. */
function open(gateway: TestGateway, path: string, body: unknown, key = MASTER_KEY): ClientRequest {
  const { hostname, port } = new URL(gateway.baseUrl);
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const client = send({ hostname, port, path, method: 'POST', headers });
  client.on('error', () => undefined);
  client.end(JSON.stringify(body));
  return client;
}

export function describeClientFaults(table: FaultTable): void {
  for (const provider of PROVIDERS) describeAborts(provider, table);
  describeBodies(table);
}

function describeAborts({ name, start }: Provider, table: FaultTable): void {
  const note = (
    fault: string,
    outcome: string,
    row: string,
    mode = 'streamed: chat, messages, responses, completions',
  ) => table.add(SECTION, { fault, provider: name, mode, outcome, row, socketsLeft: 0, reservationsLeft: 0 });

  it(`${name}: a client that goes away before, during and after its answer`, async () => {
    const upstream = await start();
    const gateway = await startTestGateway(`model_list:\n${upstream.entry}`);
    const { key } = (await (await gateway.call('/key/generate', { max_budget: 100 })).json()) as { key: string };
    const bodies = DIALECTS.map(({ path, body }) => [path, body('model', true)] as const);

    upstream.script({ silent: true });
    const silent = bodies.map(([path, body]) => open(gateway, path, body, key));
    await upstream.requested(DIALECTS.length);
    for (const client of silent) client.destroy();
    await rowsOf(gateway, DIALECTS.length, '499');
    await upstream.idle();
    expect(await reservationsLeft(gateway)).toBe(0);
    expect((await gateway.rows()).map(({ spend }) => spend)).toEqual(DIALECTS.map(() => 0));
    note('abort before the answer', 'the upstream is ended at once', 'failure 499, cost 0');

    upstream.script({ gate: HELD });
    for (const [path, body] of bodies) {
      const client = open(gateway, path, body, key);
      const [response] = (await once(client, 'response')) as [NodeJS.ReadableStream];
      await once(response, 'data');
      client.destroy();
    }
    await rowsOf(gateway, 2 * DIALECTS.length, '499');
    await upstream.idle();
    expect(await reservationsLeft(gateway)).toBe(0);
    note('abort during the answer', 'the upstream is ended at once', 'failure 499, what had streamed is priced');

    upstream.script({});
    for (const [path, body] of bodies) {
      const client = open(gateway, path, body, key);
      const [response] = (await once(client, 'response')) as [NodeJS.ReadableStream];
      for await (const _ of response);
      client.destroy();
    }
    await rowsOf(gateway, DIALECTS.length, '200');
    expect(await reservationsLeft(gateway)).toBe(0);
    await gateway.close(0);
    await upstream.idle();
    note('abort after the answer', 'answer', 'success');
  });

  it(`${name}: a client that does not read on holds the upstream back`, async () => {
    const upstream = await start();
    upstream.script({ floodMegabytes: 64 });
    const gateway = await startTestGateway(`model_list:\n${upstream.entry}`);
    const chat = DIALECTS[0];
    const client = open(gateway, chat?.path ?? '', chat?.body('model', true));
    client.on('response', (response) => response.pause().on('error', () => undefined));
    expect(await upstream.stalled()).toBeLessThan(32 * MB);
    client.destroy();
    await upstream.idle();
    await rowsOf(gateway, 1, '499');
    expect(await reservationsLeft(gateway)).toBe(0);
    const outcome = "the upstream's socket is read no further (stalls below 32 of 64 MB)";
    note('slow reader', outcome, 'failure 499 when it goes away', 'streamed: chat');
  });
}

/** Waits until that many rows have this status. */
async function rowsOf(gateway: TestGateway, count: number, code: string): Promise<void> {
  const isSuch = (row: Awaited<ReturnType<TestGateway['rows']>>[number]) =>
    code === '200' ? row.status === 'success' : row.metadata.error_information?.error_code === code;
  while ((await gateway.rows()).filter(isSuch).length < count) await rowWhere(gateway, () => true);
}

const DEEP = 100_000;

/** Bodies that no dialect can read, made for a model. */
const BODIES: readonly (readonly [string, string, (good: string) => Uint8Array | string])[] = [
  ['malformed JSON', '400', (good) => good.slice(0, -1)],
  ['no body', '400', () => ''],
  ['not an object', '400', () => '[1]'],
  ['invalid UTF-8', '400', (good) => Buffer.concat([Buffer.from(good.slice(0, -1)), Buffer.of(0xff, 0xfe, 0x7d)])],
  [`nested ${DEEP} deep`, '400', (good) => `${good.slice(0, -1)},"deep":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`],
  ['50 MB where 1 MB is allowed', '413', (good) => `${good.slice(0, -1)},"pad":"${'x'.repeat(50 * MB)}"}`],
];

function describeBodies(table: FaultTable): void {
  it.each(BODIES)('a body: %s', async (name, status, make) => {
    const upstream = await openAiUpstream();
    const settings = 'general_settings: { max_request_size_mb: 1 }\n';
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}${settings}`);
    for (const { path, body, name: dialect } of DIALECTS) {
      const response = await fetch(gateway.baseUrl + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${MASTER_KEY}`, 'content-type': 'application/json' },
        body: make(JSON.stringify(body('model', false))) as string,
      });
      const text = await response.text();
      expect(response.status, `${dialect}: ${text}`).toBe(Number(status));
      expect(JSON.parse(text), dialect).toMatchObject({ error: { message: expect.stringMatching(/\w{3}/) } });
    }
    expect((await gateway.rows()).map((row) => row.status)).toEqual(DIALECTS.map(() => 'failure'));
    expect(await reservationsLeft(gateway)).toBe(0);
    expect(upstream.requests).toEqual([]);
    table.add(SECTION, {
      fault: name,
      provider: 'none is asked',
      mode: `whole: ${DIALECTS.map((dialect) => dialect.name).join(', ')}`,
      outcome: status,
      row: `failure ${status}`,
      socketsLeft: 0,
      reservationsLeft: 0,
    });
  });
}
