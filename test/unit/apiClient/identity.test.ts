import { createHmac } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { identifyHolder, identityProof, provesIdentity } from '../../../src/apiClient/identity.ts';

const KEY = 'sk-test-home';
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const gatewayWith =
  (key: string, seen: string[] = []): RequestListener =>
  (request, response) => {
    const url = new URL(request.url ?? '', 'http://here');
    seen.push(`${url.pathname} ${JSON.stringify(request.headers)}`);
    const proof = identityProof(key, url.searchParams.get('nonce') ?? '', request.socket.localPort ?? 0);
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ product: 'torii', version: '1', runsIn: 'window', proof }));
  };

describe('the proof', () => {
  it('is HMAC-SHA256 of the nonce as written and the port, under the home key, in hex', () => {
    const expected = createHmac('sha256', KEY).update('00ff:4000').digest('hex');
    expect(identityProof(KEY, '00ff', 4000)).toBe(expected);
    expect(provesIdentity(KEY, '00ff', 4000, expected.toUpperCase())).toBe(true);
  });

  it.each([
    '',
    'ab',
    identityProof('sk-test-other', '00ff', 4000),
    identityProof(KEY, '00fe', 4000),
    identityProof(KEY, '00ff', 4001),
  ])('is not %j', (proof) => {
    expect(provesIdentity(KEY, '00ff', 4000, proof)).toBe(false);
  });
});

describe('who holds the port', () => {
  it('a gateway of this home is ours, and never sees the key', async () => {
    const seen: string[] = [];
    expect(await identifyHolder(await listen(gatewayWith(KEY, seen)), KEY)).toEqual({
      kind: 'ours',
      runsIn: 'window',
      version: '1',
    });
    expect(seen).toHaveLength(1);
    expect(seen.join()).not.toContain(KEY);
    expect(seen.join()).not.toContain('authorization');
  });

  it('a gateway of another home is a stranger', async () => {
    expect(await identifyHolder(await listen(gatewayWith('sk-test-other')), KEY)).toEqual({ kind: 'stranger' });
  });

  it('a stranger that passes the question on to a gateway of this home stays a stranger', async () => {
    const real = await listen(gatewayWith(KEY));
    const relay = await listen(async (request, response) => {
      response.end(await (await fetch(real + (request.url ?? ''))).text());
    });
    expect(await identifyHolder(relay, KEY)).toEqual({ kind: 'stranger' });
  });

  it('any gateway is a stranger to a home without a key', async () => {
    expect(await identifyHolder(await listen(gatewayWith(KEY)), undefined)).toEqual({ kind: 'stranger' });
  });

  it.each<[string, RequestListener]>([
    ['a web page', (_request, response) => response.end('<h1>hello</h1>')],
    ['an empty answer', (_request, response) => response.end()],
    ['another JSON', (_request, response) => response.end('{"product":"other"}')],
    ['a redirect', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ])('%s is a stranger', async (_name, answer) => {
    expect(await identifyHolder(await listen(answer), KEY)).toEqual({ kind: 'stranger' });
  });

  it('silent, when it takes the connection and says nothing', async () => {
    expect(await identifyHolder(await listen(() => undefined), KEY)).toEqual({ kind: 'silent' });
  });

  it('nobody, when the connection is refused', async () => {
    const url = await listen(() => undefined);
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    expect(await identifyHolder(url, KEY)).toEqual({ kind: 'nobody' });
  });
});
