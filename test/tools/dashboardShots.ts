/**
 * Pictures of the dashboard in every state, for looking at: `node test/tools/dashboardShots.ts ['name or glob'…]`.
 * Builds the page, serves it with fixtures under a strict CSP, and writes PNGs into `.cache/shots/`. Each page is
 * also read by axe, and asked whether it scrolls sideways; anything found, and any message of the console, is
 * printed and makes the exit code 1. `--resume` takes up a run that was cut short: with its build, without the pictures
 * that it has taken. `--every` takes each state in both languages, at 1400 and 300 px and in all four themes, from one
 * load per language, as `every/<name>-<width>-<language>-<theme>.png`.
 */
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { PARTS_FILE } from '../../src/protocol/dashboardPage.ts';
import { buildDashboard } from '../../webview-ui/build.ts';
import { type DashboardServer, type Scenario, startDashboardServer } from './dashboardServer.ts';
import { isLight, THEMES, type ThemeName, themeChange, themeScript } from './dashboardThemes.ts';
import { PAGE_SHOTS } from './pageShots.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const UI_FOLDER = path.join(ROOT, '.cache/ui');
const SHOT_FOLDER = path.join(ROOT, '.cache/shots');
const BROWSER_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
const NOW = Date.UTC(2026, 10, 21, 1, 42, 19);

export interface Shot {
  readonly name: string;
  readonly surface: 'browser' | 'tab' | 'sidebar';
  readonly width: number;
  readonly height?: number;
  readonly theme?: ThemeName;
  readonly language?: string;
  readonly scenario?: Scenario;
  /** What the editor says about the gateway; a failure has a message. */
  readonly gateway?: { readonly state: string; readonly message?: string };
  /** Where the page is: `/traces`. */
  readonly route?: string;
  readonly saved?: Readonly<Record<string, unknown>>;
  readonly act?: (page: Page, server: DashboardServer) => Promise<void>;
}

const ONE = '4f1c2e7a-9d3b-4c58-8e21-000000000000';
const FAILED_ONE = '4f1c2e7a-9d3b-4c58-8e21-000000000003';
const TWO_MODELS = {
  parts: {
    playground: {
      models: ['claude-sonnet-4-5', 'nova-pro'],
      system: 'You review code. Be brief.',
      prompt: 'What is wrong with `await fetch(url)` when the server answers 503?',
      temperature: '0.2',
    },
  },
};
const open = { openRequest: '4f1c2e7a-9d3b-4c58-8e21-000000000000' };
const openFailure = { openRequest: '4f1c2e7a-9d3b-4c58-8e21-000000000003' };
const FAILED = {
  state: 'failed',
  message: 'Port 4000 is taken by another program. Choose another one in the setting torii.port, or stop that program.',
};

async function hoverDay(page: Page): Promise<void> {
  const box = await page.locator('.chartBox').first().boundingBox();
  if (box !== null) await page.mouse.move(box.x + box.width * 0.68, box.y + box.height * 0.5);
}

async function walkDays(page: Page): Promise<void> {
  await page.locator('.recharts-surface').first().focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await page.locator('.tooltip').waitFor();
}

async function refuseLogin(page: Page): Promise<void> {
  await page.locator('input').fill('sk-test-wrong');
  await page.keyboard.press('Enter');
  await page.locator('.loginProblem:not(:empty)').waitFor();
}

async function openAudit(page: Page): Promise<void> {
  await page.locator('.auditPanel .rowButton').first().click();
  await page.locator('.auditValues').waitFor();
}

async function loseGateway(page: Page, server: DashboardServer): Promise<void> {
  await page.locator('.recharts-bar-rectangle').first().waitFor();
  server.scenario = 'failing';
  await page.clock.fastForward(65_000);
  await page.locator('.banner').waitFor();
}

async function openTask(page: Page): Promise<void> {
  await page
    .locator('.tableBody .tableRow')
    .first()
    .click({ position: { x: 5, y: 14 } });
  await page.locator('[aria-level="2"] .rowLink').first().waitFor();
  await page.locator('[aria-level="2"]').first().focus();
  await page.keyboard.press('ArrowRight');
}

async function openColumns(page: Page): Promise<void> {
  await page.locator('.columnMenu button').click();
}

async function showTable(page: Page): Promise<void> {
  await page.locator('.contextPanel .link').click();
}

async function replay(page: Page): Promise<void> {
  await page.locator('.traceActions .codicon-refresh').click();
  await page.locator('.replayForm button[type=submit]').click();
  await page.locator('.diff').waitFor();
}

async function ask(page: Page): Promise<void> {
  await page.locator('.playgroundForm button[type=submit]').click();
  await page.locator('.answerPanel .panelTotal').first().waitFor();
}

async function openPages(page: Page): Promise<void> {
  await page.locator('.pagesButton').click();
}

/** Skeletons wait for 300 ms of real time: they are styles, not scripts. */
async function skeletons(page: Page): Promise<void> {
  await page.waitForTimeout(600);
}

const SHOTS: readonly Shot[] = [
  { name: 'overview-dark', surface: 'browser', width: 1280 },
  { name: 'overview-light', surface: 'browser', width: 1280, theme: 'light' },
  { name: 'overview-tab-dark', surface: 'tab', width: 1280, gateway: { state: 'attached' }, act: hoverDay },
  { name: 'overview-tab-light', surface: 'tab', width: 1280, theme: 'light', saved: open },
  { name: 'overview-high-contrast', surface: 'tab', width: 1280, theme: 'high-contrast' },
  { name: 'overview-open', surface: 'browser', width: 1280, saved: openFailure, act: walkDays },
  { name: 'overview-table', surface: 'browser', width: 1280, saved: { costAsTable: true, range: 'month' } },
  { name: 'overview-today', surface: 'browser', width: 1280, saved: { range: 'today' } },
  { name: 'overview-quarter', surface: 'browser', width: 1280, saved: { range: 'quarter' } },
  {
    name: 'overview-nothing-today',
    surface: 'browser',
    width: 1280,
    saved: { range: 'today' },
    scenario: 'nothing-today',
  },
  { name: 'overview-300', surface: 'tab', width: 300, theme: 'light' },
  { name: 'audit-dark', surface: 'browser', width: 1280, route: '/settings', act: openAudit },
  { name: 'audit-360', surface: 'tab', width: 360, theme: 'light', route: '/settings', act: openAudit },
  { name: 'audit-japanese', surface: 'browser', width: 1280, language: 'ja', route: '/settings', act: openAudit },
  { name: 'overview-700', surface: 'browser', width: 700, saved: open },
  { name: 'overview-360', surface: 'tab', width: 360, saved: open },
  { name: 'overview-japanese', surface: 'browser', width: 1280, language: 'ja', theme: 'light', saved: open },
  { name: 'broken-config', surface: 'tab', width: 1280, scenario: 'broken-config' },
  { name: 'loading', surface: 'browser', width: 1280, scenario: 'slow', act: skeletons },
  { name: 'empty', surface: 'tab', width: 1280, scenario: 'empty' },
  { name: 'empty-japanese', surface: 'browser', width: 1280, scenario: 'empty', language: 'ja', theme: 'light' },
  { name: 'error', surface: 'tab', width: 1280, scenario: 'failing' },
  { name: 'offline', surface: 'browser', width: 1280, act: loseGateway },
  { name: 'login', surface: 'browser', width: 1280, height: 640, scenario: 'signed-out', act: refuseLogin },
  { name: 'login-light', surface: 'browser', width: 700, height: 560, theme: 'light', scenario: 'signed-out' },
  { name: 'tab-stopped', surface: 'tab', width: 1280, height: 420, gateway: { state: 'stopped' } },
  { name: 'tasks-dark', surface: 'browser', width: 1400, route: '/traces', act: openTask },
  { name: 'tasks-300', surface: 'tab', width: 300, route: '/traces', theme: 'light', act: openTask },
  { name: 'tasks-japanese', surface: 'tab', width: 1400, route: '/traces', theme: 'light', language: 'ja' },
  { name: 'tasks-300-japanese', surface: 'tab', width: 300, route: '/traces', language: 'ja', act: openPages },
  { name: 'tasks-high-contrast', surface: 'tab', width: 1400, route: '/traces', theme: 'high-contrast', act: openTask },
  { name: 'tasks-empty', surface: 'tab', width: 1400, route: '/traces', scenario: 'empty' },
  { name: 'tasks-error', surface: 'tab', width: 1400, route: '/traces', scenario: 'failing', theme: 'light' },
  {
    name: 'requests-light',
    surface: 'tab',
    width: 1400,
    route: '/traces?view=requests&sort=cost',
    theme: 'light',
    act: openColumns,
  },
  { name: 'requests-300', surface: 'browser', width: 300, route: '/traces?view=requests&status=failure' },
  { name: 'requests-none', surface: 'browser', width: 1400, route: '/traces?view=requests&text=x', scenario: 'empty' },
  { name: 'trace-dark', surface: 'browser', width: 1400, route: `/traces/${ONE}` },
  { name: 'trace-light', surface: 'tab', width: 1400, route: `/traces/${ONE}`, theme: 'light' },
  { name: 'trace-high-contrast', surface: 'tab', width: 1400, route: `/traces/${ONE}`, theme: 'high-contrast' },
  { name: 'trace-300', surface: 'tab', width: 300, route: `/traces/${ONE}` },
  { name: 'trace-japanese', surface: 'browser', width: 1400, route: `/traces/${ONE}`, language: 'ja', theme: 'light' },
  { name: 'trace-300-japanese', surface: 'tab', width: 300, route: `/traces/${ONE}`, language: 'ja', theme: 'light' },
  { name: 'trace-failed', surface: 'tab', width: 1400, route: `/traces/${FAILED_ONE}`, theme: 'light' },
  { name: 'task-dark', surface: 'browser', width: 1400, route: '/traces/task/task-0' },
  { name: 'task-light', surface: 'tab', width: 1400, route: '/traces/task/task-0', theme: 'light', act: showTable },
  { name: 'task-high-contrast', surface: 'tab', width: 1400, route: '/traces/task/task-0', theme: 'high-contrast' },
  { name: 'task-300', surface: 'tab', width: 300, route: '/traces/task/task-0' },
  { name: 'task-japanese', surface: 'tab', width: 1400, route: '/traces/task/task-0', language: 'ja' },
  { name: 'replay-dark', surface: 'tab', width: 1400, route: `/traces/${ONE}`, act: replay },
  { name: 'replay-300-japanese', surface: 'tab', width: 300, route: `/traces/${ONE}`, language: 'ja', act: replay },
  {
    name: 'replay-high-contrast',
    surface: 'tab',
    width: 1400,
    route: `/traces/${ONE}`,
    theme: 'high-contrast',
    act: replay,
  },
  { name: 'playground-dark', surface: 'tab', width: 1400, route: '/playground', saved: TWO_MODELS, act: ask },
  { name: 'playground-light', surface: 'browser', width: 1400, route: '/playground', theme: 'light' },
  {
    name: 'playground-high-contrast',
    surface: 'tab',
    width: 1400,
    route: '/playground',
    theme: 'high-contrast',
    saved: TWO_MODELS,
    act: ask,
  },
  {
    name: 'playground-300',
    surface: 'tab',
    width: 300,
    route: '/playground',
    theme: 'light',
    saved: TWO_MODELS,
    act: ask,
  },
  {
    name: 'playground-japanese',
    surface: 'tab',
    width: 1400,
    route: `/playground?from=${ONE}`,
    language: 'ja',
    theme: 'light',
  },
  { name: 'playground-300-japanese', surface: 'tab', width: 300, route: '/playground', language: 'ja' },
  { name: 'sidebar-dark', surface: 'sidebar', width: 300, height: 600 },
  { name: 'sidebar-light', surface: 'sidebar', width: 300, height: 600, theme: 'light' },
  {
    name: 'sidebar-japanese',
    surface: 'sidebar',
    width: 300,
    height: 600,
    language: 'ja',
    gateway: { state: 'attached' },
  },
  { name: 'sidebar-empty', surface: 'sidebar', width: 300, height: 600, scenario: 'empty' },
  { name: 'sidebar-stopped', surface: 'sidebar', width: 300, height: 300, gateway: { state: 'stopped' } },
  { name: 'sidebar-failed', surface: 'sidebar', width: 300, height: 300, theme: 'light', gateway: FAILED },
];

async function buildPage(): Promise<void> {
  await rm(UI_FOLDER, { recursive: true, force: true });
  const scripts = await buildDashboard({ folder: UI_FOLDER, production: true });
  for (const [name, bytes] of scripts) console.log(`${name}: ${Math.round(bytes / 1000)} kB`);
}

function backgroundOf({ surface }: Shot, theme: ThemeName): string {
  return THEMES[theme][surface === 'sidebar' ? 'sideBar-background' : 'editor-background'] ?? '';
}

/** Plays the editor: forwards requests to the server, and sets the theme's variables and class. */
function webviewScript(shot: Shot): string {
  const gateway = {
    type: 'gateway',
    baseUrl: 'http://127.0.0.1:4000',
    message: null,
    state: 'running',
    ...shot.gateway,
  };
  return `
    const post = (data) => window.postMessage(data, '*');
    let state = ${JSON.stringify({ ...shot.saved, route: shot.route ?? '' })};
    window.acquireVsCodeApi = () => ({
      getState: () => state,
      setState: (next) => { state = next; },
      postMessage: async (message) => {
        if (message.type === 'ready') post(${JSON.stringify(gateway)});
        if (message.type === 'stream') {
          const response = await fetch('..' + message.path, { method: 'POST', body: JSON.stringify(message.body) });
          post({ type: 'stream-data', id: message.id, text: await response.text() });
          post({ type: 'stream-end', id: message.id, status: 200, body: null, callId: response.headers.get('x-litellm-call-id') });
        }
        if (message.type !== 'request') return;
        const body = message.body === undefined ? undefined : JSON.stringify(message.body);
        const response = await fetch('..' + message.path, { method: message.method ?? 'GET', body });
        post({ type: 'response', id: message.id, status: response.status, body: await response.json() });
      },
    });
    addEventListener('DOMContentLoaded', () => {
      document.documentElement.style.background = ${JSON.stringify(backgroundOf(shot, shot.theme ?? 'dark'))};
    });
    ${themeScript(shot.theme ?? 'dark')}`;
}

function savedScript(shot: Shot): string {
  return shot.saved === undefined
    ? ''
    : `sessionStorage.setItem('torii.dashboard', ${JSON.stringify(JSON.stringify(shot.saved))});`;
}

async function newContext(browser: Browser, shot: Shot): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: shot.width, height: shot.height ?? 800 },
    colorScheme: isLight(shot.theme ?? 'dark') ? 'light' : 'dark',
    timezoneId: 'Asia/Tokyo',
    locale: shot.language ?? 'en-US',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(shot.surface === 'browser' ? savedScript(shot) : webviewScript(shot));
  return context;
}

function isAdmin({ surface, scenario }: Shot): boolean {
  return surface !== 'browser' || (scenario !== 'signed-out' && scenario !== 'own-key');
}

interface Opened {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the console had to say. */
  readonly findings: string[];
}

/** Loads the page of a picture, and brings it into its state. */
async function load(browser: Browser, server: DashboardServer, shot: Shot): Promise<Opened> {
  const context = await newContext(browser, shot);
  const page = await context.newPage();
  const findings: string[] = [];
  const expected = ['signed-out', 'failing', 'own-key'].includes(shot.scenario ?? '') || shot.act === loseGateway;
  page.on('pageerror', (error) => findings.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !(expected && message.text().includes('status of')))
      findings.push(message.text());
  });
  server.scenario = shot.scenario ?? 'used';
  await page.clock.install({ time: NOW });
  await page.goto(
    `${server.baseUrl}/ui/?surface=${shot.surface}&language=${shot.language ?? 'en'}${isAdmin(shot) ? '&role=admin' : ''}#${shot.route ?? ''}`,
  );
  await (shot.scenario === 'slow' ? page.locator('.tiles') : page.locator('h1, h2').first()).waitFor({
    state: 'attached',
  });
  if (shot.scenario !== 'slow')
    await page.locator('.skeleton, .detailSpace, [aria-busy=true]').first().waitFor({ state: 'detached' });
  if ((await page.locator('.chartBox').count()) > 0) await page.locator('.recharts-surface').first().waitFor();
  await shot.act?.(page, server).catch((error: unknown) => findings.push(`could not act: ${String(error)}`));
  await page.clock.runFor(500);
  return { context, page, findings };
}

async function picture(page: Page, name: string): Promise<readonly string[]> {
  await page.screenshot({ path: path.join(SHOT_FOLDER, `${name}.png`), fullPage: true });
  const [content, room] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  return content > room ? [`${name}: the page is ${content} px wide and has room for ${room}`] : [];
}

async function axe(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, help, nodes }) =>
      `axe ${id}: ${help}\n${nodes.map(({ target, failureSummary }) => `    ${target.join(' ')} ${failureSummary ?? ''}`).join('\n')}`,
  );
}

/** Takes one picture; returns what axe and the console have to say. */
async function take(browser: Browser, server: DashboardServer, shot: Shot): Promise<readonly string[]> {
  const { context, page, findings } = await load(browser, server, shot);
  findings.push(...(await picture(page, shot.name)), ...(await axe(page)));
  await context.close();
  return findings;
}

/** One load, seen at both widths and in every theme. The structure is the same in both languages: axe reads one. */
async function takeEvery(
  browser: Browser,
  server: DashboardServer,
  shot: Shot & { readonly language: string },
): Promise<readonly string[]> {
  const { context, page, findings } = await load(browser, server, shot);
  for (const width of shot.surface === 'sidebar' ? [300] : [1400, 300]) {
    await page.setViewportSize({ width, height: shot.height ?? 800 });
    await page.clock.runFor(500);
    for (const theme of Object.keys(THEMES) as ThemeName[]) {
      await page.emulateMedia({ colorScheme: isLight(theme) ? 'light' : 'dark' });
      await page.evaluate(`${themeChange(theme)};
        document.documentElement.style.background = ${JSON.stringify(backgroundOf(shot, theme))}`);
      const name = `${shot.name}-${width}-${shot.language}-${theme}`;
      const found = await picture(page, `every/${name}`);
      const read = shot.language === 'en' && (width > 300 || theme === 'dark') ? await axe(page) : [];
      findings.push(...found, ...read.map((finding) => `${width} ${theme} ${finding}`));
    }
  }
  await context.close();
  return findings;
}

/** Each state once, whatever width, language and theme it is listed with. */
function everyState(shots: readonly Shot[]): readonly Shot[] {
  const states = new Map<string, Shot>();
  for (const shot of shots) {
    const { surface, route, scenario, gateway, saved, act } = shot;
    const state = JSON.stringify([surface === 'sidebar', route, scenario, gateway, saved, act?.name]);
    if (!states.has(state)) states.set(state, { ...shot, theme: 'dark', width: surface === 'sidebar' ? 300 : 1400 });
  }
  return [...states.values()];
}

/** Whether the picture was taken of the page as it is built. */
async function isTaken(name: string): Promise<boolean> {
  const writtenAt = async (file: string): Promise<number> => (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
  return (await writtenAt(path.join(SHOT_FOLDER, `${name}.png`))) > (await writtenAt(path.join(UI_FOLDER, PARTS_FILE)));
}

async function main(args: readonly string[]): Promise<number> {
  const names = args.filter((argument) => !argument.startsWith('--'));
  const resumes = args.includes('--resume');
  await mkdir(SHOT_FOLDER, { recursive: true });
  if (!resumes) await buildPage();
  const server = await startDashboardServer(UI_FOLDER, NOW);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: BROWSER_ARGUMENTS });
  const every = args.includes('--every');
  const shots = every ? everyState([...SHOTS, ...PAGE_SHOTS]) : [...SHOTS, ...PAGE_SHOTS];
  let found = 0;
  for (const shot of shots.filter(
    ({ name }) => names.length === 0 || names.some((part) => path.matchesGlob(name, part)),
  )) {
    for (const one of every ? ['en', 'ja'].map((language) => ({ ...shot, language })) : [shot]) {
      const last = every ? `every/${shot.name}-300-${one.language}-high-contrast-light` : shot.name;
      if (resumes && (await isTaken(last))) continue;
      const taken =
        'language' in one && every
          ? takeEvery(browser, server, { language: 'en', ...one })
          : take(browser, server, one);
      const findings = await taken.catch((error: unknown) => [String(error)]);
      found += findings.length;
      console.log(`${shot.name}${findings.length === 0 ? '' : `\n  ${findings.join('\n  ')}`}`);
    }
  }
  await browser.close();
  await server.close();
  return found;
}

process.exitCode = (await main(process.argv.slice(2))) === 0 ? 0 : 1;
