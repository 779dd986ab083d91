import { describe, expect, it } from 'vitest';
import { writeDashboard } from '../support/dashboardFiles.ts';
import { MASTER_KEY } from '../support/gateway.ts';
import { bearer, HELLO, managedGateway } from '../support/management.ts';
import { type RawAnswer, rawRequest } from './rawRequest.ts';

const EVIL = 'https://evil.example';

const corsHeaders = ({ headers }: RawAnswer): readonly string[] =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'));

describe('a page on a foreign name that resolves to this machine', () => {
  it('gets nothing from any kind of route, not even with the master key', async () => {
    const gateway = await managedGateway();
    const paths = [
      '/',
      '/ui/',
      '/ui/boot-ABCD2345.js',
      '/health/liveliness',
      '/openapi.json',
      '/v1/models',
      '/key/list',
      '/x',
    ];
    for (const host of ['evil.example', 'evil.example:4000', '127.0.0.1.evil.example', 'localhost.evil.example']) {
      for (const path of paths) {
        const answered = await rawRequest(gateway.baseUrl, path, { headers: { host, ...bearer(MASTER_KEY) } });
        expect([host, path, answered.status]).toEqual([host, path, 403]);
      }
    }
  });

  it('is refused where several addresses, or one of this network, stand for loopback in its name', async () => {
    const gateway = await managedGateway();
    for (const host of ['0.0.0.0', '10.0.0.1', '192.168.0.1:80', '[::2]', '127.0.0.1@evil.example', 'xlocalhost']) {
      const answered = await rawRequest(gateway.baseUrl, '/v1/models', { headers: { host, ...bearer(MASTER_KEY) } });
      expect([host, answered.status]).toEqual([host, 403]);
    }
  });

  it('is not helped by headers that proxies set', async () => {
    const gateway = await managedGateway();
    const headers = { host: 'evil.example', 'x-forwarded-host': 'localhost', forwarded: 'host=localhost' };
    expect((await rawRequest(gateway.baseUrl, '/v1/models', { headers })).status).toBe(403);
  });

  it('may be a name of torii_settings.allowed_hosts, and no other', async () => {
    const gateway = await managedGateway('torii_settings: { allowed_hosts: [gateway.internal] }\n');
    const status = async (host: string): Promise<number> =>
      (await rawRequest(gateway.baseUrl, '/v1/models', { headers: { host, ...bearer(MASTER_KEY) } })).status;
    expect(await status('Gateway.Internal:4000')).toBe(200);
    expect(await status('gateway.internal.evil.example')).toBe(403);
  });
});

describe('a page of another origin', () => {
  it('may read no answer: none carries a CORS header', async () => {
    const gateway = await managedGateway();
    await writeDashboard(gateway.directory);
    const chat = JSON.stringify({ model: 'a', messages: HELLO });
    for (const origin of [EVIL, 'null', 'http://localhost:1']) {
      const headers = { origin, ...bearer(MASTER_KEY) };
      const answers = [
        await rawRequest(gateway.baseUrl, '/v1/models', { headers }),
        await rawRequest(gateway.baseUrl, '/v1/models', { headers: { origin } }),
        await rawRequest(gateway.baseUrl, '/v1/chat/completions', { method: 'POST', headers, body: chat }),
        await rawRequest(gateway.baseUrl, '/ui/', { headers }),
        await rawRequest(gateway.baseUrl, '/health/liveliness', { headers }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 401, 200, 200, 200]);
      expect(answers.flatMap(corsHeaders)).toEqual([]);
    }
  });

  it('has its preflight answered without leave, on every route', async () => {
    const gateway = await managedGateway();
    const { routes } = (await (await gateway.call('/routes')).json()) as { routes: { path: string }[] };
    const paths = [...new Set(routes.map(({ path }) => path.replaceAll(/:\w+/g, 'x').replaceAll('*', 'x')))];
    expect(paths.length).toBeGreaterThan(100);
    const headers = {
      origin: EVIL,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, content-type',
    };
    for (const path of paths) {
      const answered = await rawRequest(gateway.baseUrl, path, { method: 'OPTIONS', headers });
      expect([path, answered.status, corsHeaders(answered)]).toEqual([path, 404, []]);
    }
  });
});
