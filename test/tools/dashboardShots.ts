/**
 * Pictures of the dashboard in every state, for looking at: `node test/tools/dashboardShots.ts ['name or glob'…]`.
 * Builds the page, serves it with fixtures under a strict CSP, and writes PNGs into `.cache/shots/`. Each page is
 * also read by axe, and asked whether it scrolls sideways; anything found, and any message of the console, is
 * printed and makes the exit code 1. `--resume` takes up a run that was cut short: with its build, without the pictures
 * that it has taken. `--every` takes each state in both languages, at 1400 and 300 px and in all four themes, from one
 * load per language, as `every/<name>-<width>-<language>-<theme>.png`; with `--words` it lists texts of Japanese pages
 * that may not be translated (what users wrote is among them). `--unread` leaves axe out.
 */
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { PARTS_FILE } from '../../src/protocol/dashboardPage.ts';
import { buildDashboard } from '../../webview-ui/build.ts';
import { type DashboardServer, type Scenario, startDashboardServer } from './dashboardServer.ts';
import { isLight, THEMES, type ThemeName, themeChange, themeScript } from './dashboardThemes.ts';
import { FORM_SHOTS, refuseChange } from './formShots.ts';
import { latinTexts } from './latinWords.ts';
import { PAGE_SHOTS } from './pageShots.ts';
import { loseGateway, STATE_SHOTS } from './stateShots.ts';

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

/** Rows of tables that begin where the row before does not end. */
const LOOSE_ROWS = `[...document.querySelectorAll('.rowGroup')].filter((row) => {
  const before = row.previousElementSibling;
  const gap = before === null ? 0 : row.getBoundingClientRect().top - before.getBoundingClientRect().bottom;
  return Math.abs(gap) > 1;
}).length`;

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
  const expected =
    ['signed-out', 'failing', 'own-key'].includes(shot.scenario ?? '') ||
    shot.act === loseGateway ||
    shot.act === refuseChange;
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
  await page.locator('h1, h2').first().waitFor({ state: 'attached' });
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
  const loose = await page.evaluate<number>(LOOSE_ROWS);
  return [
    ...(content > room ? [`${name}: the page is ${content} px wide and has room for ${room}`] : []),
    ...(loose > 0 ? [`${name}: ${loose} rows do not follow on the row before`] : []),
  ];
}

async function axe(page: Page): Promise<readonly string[]> {
  if (process.argv.includes('--unread')) return [];
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
  if (shot.language === 'ja' && process.argv.includes('--words'))
    for (const text of await latinTexts(page)) console.log(`  ${shot.name}: ${text}`);
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
  const all = [...STATE_SHOTS, ...PAGE_SHOTS, ...FORM_SHOTS];
  const shots = every ? everyState(all) : all;
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
