import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { MASTER_KEY, startTestGateway } from './support/gateway.ts';

const CONFIG = 'model_list: [{ model_name: demo, litellm_params: { model: demo/chat } }]\n';

describe('HEAD', () => {
  it.each(['/health/liveliness', '/v1/models', '/openapi.json', '/docs', '/key/list', '/torii/routing'])(
    'answers for %s with status and headers of GET, and no body',
    async (path) => {
      const gateway = await startTestGateway(CONFIG);
      const get = await gateway.call(path);
      const headers = { authorization: `Bearer ${MASTER_KEY}` };
      const head = await fetch(gateway.baseUrl + path, { method: 'HEAD', headers });
      expect(head.status).toBe(get.status);
      expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
      expect(head.headers.get('content-length')).toBe(String((await get.arrayBuffer()).byteLength));
      expect((await head.arrayBuffer()).byteLength).toBe(0);
    },
  );

  it('lets nobody in whom GET keeps out, and finds nothing where GET finds nothing', async () => {
    const gateway = await startTestGateway(CONFIG);
    const status = async (path: string) => (await fetch(gateway.baseUrl + path, { method: 'HEAD' })).status;
    expect(await status('/key/list')).toBe(401);
    expect(await status('/v1/chat/completions')).toBe(404);
    expect(await status('/no/such/place')).toBe(404);
  });

  it('leaves the connection usable for what follows: no byte of a body is sent', async () => {
    const gateway = await startTestGateway(CONFIG);
    const { hostname, port, host } = new URL(gateway.baseUrl);
    const socket = connect(Number(port), hostname);
    socket.write(
      ['HEAD /health/readiness', 'GET /health/liveliness']
        .map((line, index) => `${line} HTTP/1.1\r\nhost: ${host}\r\n${index === 1 ? 'connection: close\r\n' : ''}\r\n`)
        .join(''),
    );
    const [, first, second] = (await text(socket)).split('HTTP/1.1 200 OK\r\n');
    expect(first?.endsWith('\r\n\r\n')).toBe(true);
    expect(second?.endsWith(`\r\n\r\n"I'm alive!"`)).toBe(true);
  });
});
