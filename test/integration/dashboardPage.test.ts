import { createHash } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PARTS_FILE } from '../../src/protocol/dashboardPage.ts';
import { SCRIPT, SCRIPT_TEXT, writeDashboard } from './support/dashboardFiles.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';
import { makeKey, managedGateway } from './support/management.ts';

async function built(): Promise<TestGateway> {
  const gateway = await managedGateway();
  await writeDashboard(gateway.directory);
  return gateway;
}

async function cookieOf(gateway: TestGateway, key: string): Promise<string> {
  const { headers } = await gateway.call('/ui/login', { key });
  return headers.get('set-cookie')?.split(';', 1)[0] ?? '';
}

async function pageFor(gateway: TestGateway, headers: Record<string, string> = {}): Promise<string> {
  return await (await fetch(`${gateway.baseUrl}/ui/`, { headers })).text();
}

describe('the page at /ui/', () => {
  it('has its style within, known to the policy by its hash', async () => {
    const gateway = await built();
    const answer = await fetch(`${gateway.baseUrl}/ui/`);
    const style = /<style>(.*)<\/style>/s.exec(await answer.text())?.[1] ?? '';
    expect(style).toBe('.tile{}');
    const hash = createHash('sha256').update(style).digest('base64');
    expect(answer.headers.get('content-security-policy')).toContain(`style-src 'self' 'sha256-${hash}'`);
  });

  it('shows its frame before any script runs to an administrator, and to nobody else', async () => {
    const gateway = await built();
    const { key } = await makeKey(gateway);
    const frame = '<div id="frame"><nav>Overview</nav></div>';
    expect(await pageFor(gateway, { cookie: await cookieOf(gateway, MASTER_KEY) })).toContain(frame);
    expect(await pageFor(gateway, { cookie: await cookieOf(gateway, key) })).not.toContain('id="frame"');
    expect(await pageFor(gateway)).not.toMatch(/id="frame"|data-role/);
  });

  it('speaks the language of the browser', async () => {
    const gateway = await built();
    const cookie = await cookieOf(gateway, MASTER_KEY);
    expect(await pageFor(gateway, { cookie, 'accept-language': 'ja-JP,en;q=0.5' })).toContain('<nav>概要</nav>');
    expect(await pageFor(gateway, { cookie, 'accept-language': 'de,ja;q=0.5' })).toContain('<html lang="en">');
  });

  it.each(['br', 'gzip'])(
    'comes compressed as %s to whoever takes that, in each reader’s own words',
    async (encoding) => {
      const gateway = await built();
      const cookie = await cookieOf(gateway, MASTER_KEY);
      const taking = { 'accept-encoding': encoding };
      const answer = await fetch(`${gateway.baseUrl}/ui/`, { headers: taking });
      expect(answer.headers.get('content-encoding')).toBe(encoding);
      expect(answer.headers.get('vary')).toBe('cookie, accept-language, accept-encoding');
      expect(await answer.text()).toBe(await pageFor(gateway, { 'accept-encoding': 'identity' }));
      expect(await pageFor(gateway, { ...taking, cookie })).toContain('<nav>Overview</nav>');
      expect(await pageFor(gateway, { ...taking, cookie, 'accept-language': 'ja' })).toContain('<nav>概要</nav>');
    },
  );

  it('comes as it is to whoever refuses every encoding', async () => {
    const gateway = await built();
    const answer = await fetch(`${gateway.baseUrl}/ui/`, { headers: { 'accept-encoding': 'br;q=0, gzip;q=0.0' } });
    expect([answer.headers.get('content-encoding'), answer.status]).toEqual([null, 200]);
  });

  it('is packed anew after the next build', async () => {
    const gateway = await built();
    const taking = { 'accept-encoding': 'br' };
    const before = await pageFor(gateway, taking);
    await writeDashboard(gateway.directory, '.tile{color:red}');
    const later = new Date(Date.now() + 60_000);
    await utimes(join(gateway.directory, 'dist', 'ui', PARTS_FILE), later, later);
    expect(before).toContain('.tile{}');
    expect(await pageFor(gateway, taking)).toContain('.tile{color:red}');
  });

  it('says so where the dashboard was not built', async () => {
    const gateway = await startTestGateway('model_list: []\n');
    const answer = await fetch(`${gateway.baseUrl}/ui/`);
    expect([answer.status, await answer.text()]).toEqual([404, 'The files of the dashboard are missing.']);
  });
});

describe('a script of the dashboard', () => {
  const script = (gateway: TestGateway, headers: Record<string, string>): Promise<Response> =>
    fetch(`${gateway.baseUrl}/ui/${SCRIPT}`, { headers });

  it('is kept for ever, since its name changes with its content', async () => {
    const answer = await script(await built(), {});
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(answer.headers.get('content-type')).toContain('text/javascript');
  });

  it('comes compressed to whoever takes that, and as it is to others', async () => {
    const gateway = await built();
    const small = await script(gateway, { 'accept-encoding': 'gzip, deflate, br' });
    expect([small.headers.get('content-encoding'), await small.text()]).toEqual(['br', SCRIPT_TEXT]);
    const plain = await script(gateway, { 'accept-encoding': 'identity' });
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, SCRIPT_TEXT]);
    expect(plain.headers.get('vary')).toBe('accept-encoding');
  });

  it('is not sent again to whoever has it', async () => {
    const gateway = await built();
    const etag = (await script(gateway, {})).headers.get('etag') ?? '';
    expect((await script(gateway, { 'if-none-match': etag })).status).toBe(304);
  });
});
