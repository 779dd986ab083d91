import { afterEach, describe, expect, it } from 'vitest';
import { GatewayClient, GatewayRefusal } from '../../../src/apiClient/gatewayClient.ts';
import { type Answer, type LocalServer, startLocalServer } from '../../support/localServer.ts';

const KEY = 'sk-test-home';
const servers: LocalServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function clientOf(answer: Answer): Promise<GatewayClient> {
  const server = await startLocalServer(answer);
  servers.push(server);
  return new GatewayClient(server.url, KEY);
}

const refusal = { error: { message: 'No such key.', type: 'not_found_error', param: null, code: '404' } };

describe('the gateway’s client', () => {
  it('sends the home key and reads what it asked for', async () => {
    const client = await clientOf((request, response) => {
      expect([request.method, request.url]).toEqual(['GET', '/torii/models']);
      expect(request.headers.authorization).toBe(`Bearer ${KEY}`);
      response.end(JSON.stringify({ groups: [] }));
    });
    expect(await client.models()).toEqual({ groups: [] });
  });

  it('throws the gateway’s own words', async () => {
    const client = await clientOf((_request, response) => response.writeHead(404).end(JSON.stringify(refusal)));
    await expect(client.models()).rejects.toThrow(new GatewayRefusal(404, 'No such key.'));
  });

  it('throws when the answer is not what the contract says', async () => {
    const client = await clientOf((_request, response) => response.end('{"groups":[{"name":1}]}'));
    await expect(client.models()).rejects.toThrow();
  });

  it('has status 0 for a gateway that is gone', async () => {
    const client = await clientOf((_request, response) => response.end());
    await servers.splice(0)[0]?.close();
    expect(await client.forward('GET', '/torii/status')).toEqual({ status: 0, body: null });
    await expect(client.models()).rejects.toThrow('The gateway does not answer.');
  });

  it('follows no redirect: the key must not travel', async () => {
    const client = await clientOf((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect(await client.forward('GET', '/torii/status')).toEqual({ status: 0, body: null });
  });

  it('gives the dashboard every answer as it is', async () => {
    const client = await clientOf((_request, response) => response.writeHead(404).end(JSON.stringify(refusal)));
    expect(await client.forward('GET', '/torii/requests/x')).toEqual({ status: 404, body: refusal });
  });

  it('gives usage as a stream, of the days that are asked for', async () => {
    const client = await clientOf((request, response) => response.end(`id\r\n${request.url}\r\n`));
    const signal = new AbortController().signal;
    expect(await new Response(await client.usageCsv(7, signal)).text()).toContain('/torii/export/usage.csv?from=7');
    expect(await new Response(await client.usageCsv(undefined, signal)).text()).toBe(
      'id\r\n/torii/export/usage.csv\r\n',
    );
  });

  it('throws the gateway’s own words instead of a stream, and the reason of who stopped it', async () => {
    const client = await clientOf((_request, response) => response.writeHead(404).end(JSON.stringify(refusal)));
    const stop = new AbortController();
    await expect(client.usageCsv(undefined, stop.signal)).rejects.toThrow(new GatewayRefusal(404, 'No such key.'));
    stop.abort();
    await expect(client.usageCsv(undefined, stop.signal)).rejects.toThrow('aborted');
  });

  it('renews a key: frees the alias, then makes a new one', async () => {
    const calls: [string | undefined, unknown][] = [];
    const client = await clientOf((request, response, body) => {
      calls.push([request.url, JSON.parse(body)]);
      const gone = request.url === '/key/delete';
      response.writeHead(gone ? 404 : 200).end(JSON.stringify(gone ? refusal : { key: 'sk-test-cline', spend: 0 }));
    });
    expect(await client.renewKey('cline', { created_by: 'torii' }, 5)).toBe('sk-test-cline');
    expect(calls).toEqual([
      ['/key/delete', { key_aliases: ['cline'] }],
      ['/key/generate', { key_alias: 'cline', metadata: { created_by: 'torii' }, max_budget: 5 }],
    ]);
  });
});
