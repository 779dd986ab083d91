import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ME_PATH, meSchema } from '../../../src/protocol/me.ts';
import { SCRIPT, writeDashboard } from '../support/dashboardFiles.ts';
import { MASTER_KEY, type TestGateway } from '../support/gateway.ts';
import { answer, bearer, HELLO, makeKey, managedGateway } from '../support/management.ts';
import { rawRequest } from './rawRequest.ts';

/** A route that a login opens, and one that it does not. */
const READING = '/torii/status';
const CHANGING = '/key/generate';
const FROM_PAGE = { 'x-requested-with': 'torii-dashboard' };

async function logIn(gateway: TestGateway, headers: Record<string, string> = {}): Promise<string> {
  const response = await gateway.call('/ui/login', { key: MASTER_KEY }, headers);
  expect(response.status).toBe(200);
  return response.headers.get('set-cookie') ?? '';
}

const pairOf = (cookie: string): string => cookie.split(';', 1)[0] ?? '';

const readStatus = async (gateway: TestGateway, cookie: string): Promise<number> =>
  (await gateway.call(READING, undefined, { cookie })).status;

describe('files under /ui', () => {
  it('are those of the dashboard; a path to anything else is 404', async () => {
    const gateway = await managedGateway();
    await writeDashboard(gateway.directory);
    await writeFile(join(gateway.directory, 'away-ABCD2345.js'), 'sk-');
    expect((await rawRequest(gateway.baseUrl, `/ui/${SCRIPT}`)).status).toBe(200);
    const out = [
      '../../config.yaml',
      '../../home/master.key',
      '../../../../../../../../etc/passwd',
      '../../away-ABCD2345.js',
      `${SCRIPT}.map`,
      `${SCRIPT}.br`,
      'page.json',
    ];
    const ways = out.flatMap((path) => [
      path,
      path.replaceAll('/', '%2f'),
      path.replaceAll('.', '%2e').replaceAll('/', '%2f'),
      path.replaceAll('.', '%252e').replaceAll('/', '%252f'),
      path.replaceAll('/', '\\'),
      path.replaceAll('/', '%5c'),
      `${SCRIPT}/${path}`,
      `${SCRIPT}%00${path}`,
      `.${path}`.replaceAll('../', '..../'),
    ]);
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', '.', '..', '%00'];
    for (const way of [...ways, ...names]) {
      const { status, body } = await rawRequest(gateway.baseUrl, `/ui/${way}`);
      expect([way, status, body.includes('sk-'), body.includes('root:')]).toEqual([way, 404, false, false]);
    }
    // Bytes that are no UTF-8, an old disguise of dots and slashes, are no path at all.
    expect((await rawRequest(gateway.baseUrl, '/ui/%c0%ae%c0%ae%c0%af')).status).toBe(400);
  });

  it('come with a policy that lets no foreign or inline script run, and no frame hold them', async () => {
    const gateway = await managedGateway();
    await writeDashboard(gateway.directory);
    const { headers, body } = await rawRequest(gateway.baseUrl, '/ui/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=/i);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  });
});

describe('guessing at the login', () => {
  it('is stopped for a while after ten wrong keys or passwords, which then are not even looked at', async () => {
    const gateway = await managedGateway();
    const attempt = (body: unknown): Promise<Response> => gateway.call('/ui/login', body, {});
    for (let guess = 0; guess < 5; guess++) {
      expect((await attempt({ key: `sk-test-guess-${guess}` })).status).toBe(401);
      expect((await attempt({ username: 'admin', password: `guess ${guess}` })).status).toBe(401);
    }
    const stopped = await attempt({ key: MASTER_KEY });
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(stopped.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(stopped.headers.get('set-cookie')).toBeNull();
  });

  it('is not made easier by an address that the client invents, and costs the keys of the API nothing', async () => {
    const gateway = await managedGateway();
    const statuses: number[] = [];
    for (let guess = 0; guess < 11; guess++) {
      const headers = { 'x-forwarded-for': `10.0.0.${guess}`, 'x-real-ip': `10.0.0.${guess}` };
      statuses.push((await gateway.call('/ui/login', { key: 'sk-test-guess' }, headers)).status);
    }
    expect(statuses.at(-1)).toBe(429);
    expect((await gateway.call('/v1/models')).status).toBe(200);
  });
});

describe('the session of a login', () => {
  it('is a cookie that no script reads and no foreign page sends', async () => {
    const gateway = await managedGateway();
    const attributes = (await logIn(gateway)).split('; ').slice(1);
    expect(attributes.sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict']);
  });

  it('is new at each login, and never one that the client brought', async () => {
    const gateway = await managedGateway();
    const planted = 'torii_session=chosen-by-somebody-else';
    expect(await readStatus(gateway, planted)).toBe(401);
    const first = pairOf(await logIn(gateway, { cookie: planted }));
    const second = pairOf(await logIn(gateway));
    expect(new Set([planted, first, second]).size).toBe(3);
    expect(await readStatus(gateway, planted)).toBe(401);
    expect(await readStatus(gateway, first)).toBe(200);
  });

  it('ends the one before in the same browser', async () => {
    const gateway = await managedGateway();
    const first = pairOf(await logIn(gateway));
    const second = pairOf(await logIn(gateway, { cookie: first }));
    expect([await readStatus(gateway, first), await readStatus(gateway, second)]).toEqual([401, 200]);
  });

  it('ends with the logout, for whoever kept the cookie, too', async () => {
    const gateway = await managedGateway();
    const cookie = pairOf(await logIn(gateway));
    expect(await readStatus(gateway, cookie)).toBe(200);
    const logout = await gateway.call('/ui/logout', {}, { cookie });
    expect(logout.headers.get('set-cookie')).toMatch(/^torii_session=;.*Max-Age=0/);
    expect(await readStatus(gateway, cookie)).toBe(401);
  });

  it('reads; to change something the page itself has to ask, which no foreign page can', async () => {
    const gateway = await managedGateway();
    const cookie = pairOf(await logIn(gateway));
    const statusWith = async (headers: Record<string, string>): Promise<number> =>
      (await gateway.call(CHANGING, {}, { cookie, ...headers })).status;
    expect(await statusWith({})).toBe(401);
    expect(await statusWith({ 'x-requested-with': 'XMLHttpRequest' })).toBe(401);
    expect(await statusWith({ ...FROM_PAGE, 'sec-fetch-site': 'cross-site' })).toBe(401);
    expect(await statusWith({ ...FROM_PAGE, 'sec-fetch-site': 'same-site' })).toBe(401);
    expect(await statusWith(FROM_PAGE)).toBe(200);
    expect(await statusWith({ ...FROM_PAGE, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await statusWith(bearer(MASTER_KEY))).toBe(200);
  });

  it('of a virtual key may do what the key may, and sees its own', async () => {
    const gateway = await managedGateway();
    const { key, token } = await makeKey(gateway, { key_alias: 'mine', max_budget: 2, models: ['a'] });
    await gateway.chat({ model: 'a', messages: HELLO }, bearer(key));
    await gateway.chat({ model: 'b', messages: HELLO });
    const cookie = pairOf((await gateway.call('/ui/login', { key }, {})).headers.get('set-cookie') ?? '');
    const headers = { cookie, ...FROM_PAGE };
    expect(await readStatus(gateway, cookie)).toBe(401);
    expect((await gateway.call('/key/generate', {}, headers)).status).toBe(401);
    const me = meSchema.parse(await answer(gateway.call(ME_PATH, undefined, { cookie })));
    expect(me).toMatchObject({
      role: 'key',
      key: { alias: 'mine', maxBudget: 2_000_000_000, models: ['a'] },
      own: { today: { requests: 1 }, month: { requests: 1 }, models: [{ modelGroup: 'a' }] },
    });
    expect(me.own?.requests.map(({ modelGroup }) => modelGroup)).toEqual(['a']);
    await answer(gateway.call('/key/block', { key: token }));
    expect((await gateway.call(ME_PATH, undefined, { cookie })).status).toBe(401);
  });

  it('of the master key is an administrator, who has the overview in place of figures of its own', async () => {
    const gateway = await managedGateway();
    const cookie = pairOf(await logIn(gateway));
    const me = await answer(gateway.call(ME_PATH, undefined, { cookie }));
    expect(me).toEqual({ role: 'admin', key: null, own: null });
  });
});
