import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import Database from 'better-sqlite3';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningGateway, startGateway } from '../../src/compose.ts';
import { homeAt } from '../../src/config/home.ts';
import { createLineLogger } from '../../src/lineLogger.ts';
import { removeFolder } from '../support/removeFolder.ts';
import { isLight, type ThemeName, themeChange } from '../tools/dashboardThemes.ts';
import { launchBrowser } from './support/browser.ts';

const PAGES = [
  'overview',
  'traces',
  'models',
  'routing',
  'keys',
  'teams',
  'errors',
  'playground',
  'destinations',
  'settings',
];
/** Pages with something that can be saved as a file, and the heading that every such file has. */
const FILES = [
  ['overview', 'started_at'],
  ['traces', 'Task'],
  ['models', 'Deployment'],
  ['keys', 'Name'],
  ['errors', 'Error'],
] as const;
const THEMES: readonly ThemeName[] = ['light', 'dark', 'high-contrast', 'high-contrast-light'];
const UNREACHABLE = 'The gateway does not answer';
const NOT_LIVE = 'updated every minute';
const WAIT_MS = 30_000;

let home: string;
let gateway: RunningGateway;
let browser: Browser;
let context: BrowserContext;

async function start(port: number): Promise<void> {
  gateway = await startGateway({
    home: homeAt(join(home, 'home')),
    host: '127.0.0.1',
    port,
    configFile: join(home, 'config.yaml'),
    version: 'test',
    distDirectory: resolve(import.meta.dirname, '../../dist'),
    environment: {},
    logger: createLineLogger('error', () => undefined),
  });
}

const CONFIG = `model_list:
  - model_name: coding
    litellm_params: { model: demo/chat }
  - model_name: unhurried
    litellm_params: { model: demo/slow }
  - model_name: broken
    litellm_params: { model: demo/fails }
router_settings:
  num_retries: 0
`;

async function post(path: string, body: unknown): Promise<number> {
  const answer = await fetch(`${gateway.baseUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.homeKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await answer.arrayBuffer();
  return answer.status;
}

function ask(model: string): Promise<number> {
  return post('/v1/chat/completions', { model, messages: [{ role: 'user', content: 'What is a torii?' }] });
}

async function logIn(): Promise<void> {
  await context.request.post(`${gateway.baseUrl}/ui/login`, { data: { key: gateway.homeKey } });
}

/** A page that has drawn its first figures; it remembers whether it was loaded anew since. */
async function open(route = ''): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${gateway.baseUrl}/ui/#${route}`);
  await settled(page);
  await page.evaluate('globalThis.neverReloaded = true');
  return page;
}

async function settled(page: Page): Promise<void> {
  await page.locator('#root h1').first().waitFor();
  await page.locator('.skeleton, [aria-busy=true]').first().waitFor({ state: 'detached' });
}

const requestsTile = (page: Page) => page.locator('.tile').filter({ hasText: 'Requests' }).locator('.tileValue');
const shows = (page: Page, text: string) => page.getByText(text).first().waitFor({ timeout: WAIT_MS });
const goes = (page: Page, text: string) =>
  page.getByText(text).first().waitFor({ state: 'detached', timeout: WAIT_MS });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'torii-dashboard-'));
  await writeFile(join(home, 'config.yaml'), CONFIG);
  await start(0);
  expect([await ask('coding'), await ask('coding'), await ask('broken')]).toEqual([200, 200, expect.any(Number)]);
  expect(await post('/key/generate', { key_alias: 'ann' })).toBe(200);
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await gateway?.close(0);
  await removeFolder(home);
});

async function newContext(): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  await logIn();
}

/** What axe finds on the page as it stands, in each theme: dark and light are the page's own, the others the editor's. */
async function findings(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: isLight(theme) ? 'light' : 'dark' });
    await page.evaluate(themeChange(theme.startsWith('high-contrast') ? theme : undefined));
    // The page has no frames of others, for which axe would open one more page each time.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${theme}: ${id} at ${target}`)));
  }
  return found;
}

describe('to axe, with all its rules and in every theme', () => {
  let page: Page;

  beforeAll(async () => {
    await newContext();
    page = await open();
  });

  afterAll(() => context?.close());

  it.each(PAGES)('%s is without fault', async (name) => {
    await page.evaluate(`location.hash = '/${name}'`);
    await page.locator(`main#${name}`).waitFor();
    await settled(page);
    expect(await findings(page)).toEqual([]);
  });

  it('a trace is without fault', async () => {
    await page.evaluate(`location.hash = '/traces?view=requests'`);
    await page.locator('.tableBody .rowLink').first().click();
    await page.locator('.attempts, .conversation').first().waitFor();
    await settled(page);
    expect(await findings(page)).toEqual([]);
  });
});

describe('while the dashboard is open', () => {
  const isStillTheSame = (page: Page) => page.evaluate('globalThis.neverReloaded === true');

  afterEach(() => context?.close());

  it('a request that runs is listed until it has ended', async () => {
    await newContext();
    const page = await open();
    const running = page.locator('.runningRequests li');
    const ended = ask('unhurried');
    await running.filter({ hasText: 'unhurried' }).waitFor({ timeout: WAIT_MS });
    expect(await ended).toBe(200);
    await running.first().waitFor({ state: 'detached', timeout: WAIT_MS });
    expect(await isStillTheSame(page)).toBe(true);
  });

  it('new figures leave the focus where it is, and say how many requests run', async () => {
    await newContext();
    const page = await open();
    const row = page.locator('.requests .rowButton').first();
    await row.focus();
    const before = await requestsTile(page).innerText();
    const ended = ask('unhurried');
    await page.getByRole('status').filter({ hasText: '1 running' }).waitFor({ timeout: WAIT_MS });
    expect(await ended).toBe(200);
    await expect.poll(() => requestsTile(page).innerText(), { timeout: WAIT_MS }).not.toBe(before);
    expect(await page.evaluate('document.activeElement.className')).toContain('rowButton');
  });

  it('the playground is used by keyboard alone, and tells a screen reader of an answer when it is whole', async () => {
    await newContext();
    const page = await open('/playground');
    await page.getByLabel('Model', { exact: true }).selectOption('unhurried');
    await page.getByLabel('Prompt', { exact: true }).focus();
    await page.keyboard.type('What is a torii?');
    await page.keyboard.press('Control+Enter');
    const answer = page.getByRole('region', { name: 'unhurried' });
    await answer.locator('[role=log][aria-busy=true]').waitFor({ timeout: WAIT_MS });
    await answer.getByRole('status').filter({ hasText: 'done' }).waitFor({ timeout: WAIT_MS });
    expect(await answer.getByRole('log').getAttribute('aria-busy')).toBe('false');
    expect(await answer.getByRole('log').innerText()).not.toBe('');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
  });

  it.each(FILES)('%s is saved as a file', async (name, heading) => {
    await newContext();
    const page = await open(`/${name}`);
    const download = page.waitForEvent('download', { timeout: WAIT_MS });
    await page.locator('a, button').filter({ hasText: 'Export CSV' }).first().click();
    const file = await (await download).path();
    expect((await readFile(file, 'utf8')).split('\n', 1)[0]).toContain(heading);
  });

  it('an event stream that drops is seen, and mends itself with what was missed', async () => {
    await newContext();
    await context.route('**/torii/events', (route) => route.abort());
    const page = await open();
    await shows(page, NOT_LIVE);
    const before = await requestsTile(page).innerText();
    expect(await ask('coding')).toBe(200);
    expect(await requestsTile(page).innerText()).toBe(before);
    await context.unroute('**/torii/events');
    await goes(page, NOT_LIVE);
    await expect.poll(() => requestsTile(page).innerText(), { timeout: WAIT_MS }).not.toBe(before);
    expect(await isStillTheSame(page)).toBe(true);
  });

  it('a gateway that goes and comes back asks for a login, and then goes on', async () => {
    await newContext();
    const page = await open();
    const { port } = gateway;
    await gateway.close(0);
    await shows(page, UNREACHABLE);
    await start(port);
    const field = page.locator('input[name=key]');
    await field.waitFor({ timeout: WAIT_MS });
    await field.fill(gateway.homeKey);
    await page.keyboard.press('Enter');
    await page.locator('.tileValue', { hasText: /\d/ }).first().waitFor();
    expect(await isStillTheSame(page)).toBe(true);
  });

  it('a config that breaks is named in a banner until it is mended', async () => {
    await newContext();
    const page = await open();
    const good = await readFile(join(home, 'config.yaml'), 'utf8');
    await writeFile(join(home, 'config.yaml'), good.replace('model_list:', 'model_list: [}'));
    await shows(page, 'The last good config stays in force');
    await writeFile(join(home, 'config.yaml'), good);
    await goes(page, 'The last good config stays in force');
    expect(await isStillTheSame(page)).toBe(true);
  });

  it('a ledger that another program holds is named, and takes the same change once it is free', async () => {
    await newContext();
    const page = await open('/keys');
    await page.getByRole('button', { name: 'Create Key' }).click();
    const create = page.locator('.formBox button[type=submit]');
    const other = new Database(join(home, 'home', 'torii.db'));
    other.exec('begin exclusive');
    await create.click();
    await shows(page, 'is locked by another program');
    other.exec('rollback');
    other.close();
    await create.click();
    await page.locator('.secretBox').first().waitFor();
    await goes(page, 'is locked by another program');
    expect(await isStillTheSame(page)).toBe(true);
  });

  it('a page whose file is gone says so, and can be read anew', async () => {
    await newContext();
    await context.route('**/otherPages-*.js', (route) => route.abort());
    const page = await context.newPage();
    await page.goto(`${gateway.baseUrl}/ui/#/models`);
    await shows(page, 'This page could not be loaded');
    await context.unroute('**/otherPages-*.js');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('#models h1').waitFor();
  });
});
