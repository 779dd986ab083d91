import { describe, expect, it } from 'vitest';
import { createDispatchers } from '../../../../src/providers/openai/dispatchers.ts';

async function kindsOf(environment: Record<string, string>, urls: readonly string[]): Promise<string[]> {
  const dispatchers = createDispatchers(environment);
  const kinds = await Promise.all(
    urls.map(async (url) => (await dispatchers.forUrl(new URL(url), undefined)).constructor.name),
  );
  await dispatchers.close();
  return kinds;
}

const REMOTE = 'https://api.openai.com/v1';

describe('the way out', () => {
  it('is direct where the environment names no proxy', async () => {
    expect(await kindsOf({ HTTPS_PROXY: '' }, [REMOTE])).toEqual(['Agent']);
  });

  it('is the proxy that the environment names, but never to the loopback', async () => {
    const urls = [REMOTE, 'http://127.0.0.1:8000/v1', 'http://localhost/v1', 'http://[::1]:80/v1'];
    expect(await kindsOf({ HTTPS_PROXY: 'http://proxy:3128' }, urls)).toEqual([
      'ProxyAgent',
      'Agent',
      'Agent',
      'Agent',
    ]);
  });

  it('closes what was never opened', async () => {
    await expect(createDispatchers({}).close()).resolves.toBeUndefined();
  });
});
