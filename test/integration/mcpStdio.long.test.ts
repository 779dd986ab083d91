/** `torii mcp`, the built program, with the official SDK's client. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startLocalServer } from '../support/localServer.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'dist', 'headless.cjs');

async function newGateway(): Promise<TestGateway> {
  const upstream = await openAiUpstream();
  return await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
}

async function connect(home: string, port: number, environment: Record<string, string> = {}): Promise<Client> {
  if (!existsSync(PROGRAM)) throw new Error('dist/headless.cjs is missing: run `npm run build` first.');
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, 'mcp', '--port', String(port)],
    env: { TORII_HOME: home, ...environment },
  });
  const ended = new Promise<void>((resolve) => {
    transport.onclose = resolve;
  });
  onTestFinished(async () => {
    await client.close();
    // Also where it was closed before: until the program has ended, it writes to its home.
    await ended;
  });
  await client.connect(transport);
  return client;
}

async function spendOf(client: Client): Promise<unknown> {
  return (await client.callTool({ name: 'torii_spend', arguments: {} })).structuredContent;
}

describe('torii mcp', { timeout: 120_000 }, () => {
  it('passes the tools of the running gateway on', async () => {
    const gateway = await newGateway();
    await gateway.chat({ model: 'model', messages: [{ role: 'user', content: 'Hi' }] });
    const client = await connect(join(gateway.directory, 'home'), gateway.port);
    expect((await client.listTools()).tools).toHaveLength(6);
    expect(await spendOf(client)).toMatchObject({ total: { requests: 1 } });
  });

  it('asks with a virtual key where one is named, and sees its data alone', async () => {
    const gateway = await newGateway();
    const { key } = (await (await gateway.call('/key/generate', {})).json()) as { key: string };
    await gateway.chat({ model: 'model', messages: [{ role: 'user', content: 'Hi' }] });
    const client = await connect(join(gateway.directory, 'home'), gateway.port, { TORII_API_KEY: key });
    expect(await spendOf(client)).toMatchObject({ total: { requests: 0 } });
  });

  it('says so where no gateway runs (any more), and goes on', async () => {
    const gateway = await newGateway();
    const client = await connect(join(gateway.directory, 'home'), gateway.port);
    await gateway.close(0);
    await expect(spendOf(client)).rejects.toThrow(`No Torii gateway runs at http://127.0.0.1:${gateway.port}`);
  });

  it('gives its key to no stranger on the port', async () => {
    const gateway = await newGateway();
    const seen: (string | undefined)[] = [];
    const stranger = await startLocalServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    });
    onTestFinished(() => stranger.close());
    const home = join(gateway.directory, 'home');
    const port = Number(new URL(stranger.url).port);
    await expect(connect(home, port)).rejects.toThrow('is no Torii gateway of this home');
    expect(seen).not.toHaveLength(0);
    expect(seen.filter((header) => header !== undefined)).toEqual([]);
  });
});
