/**
 * How soon `/ui` shows something, over a ledger of many rows: `node test/bench/firstPaint.ts [rows] [runs]`.
 * Needs the production build (`node esbuild.mjs --production`) and Chromium. Each run is a browser without a cache.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startGateway } from '../../src/compose.ts';
import { homeAt, prepareHome } from '../../src/config/home.ts';
import { createLineLogger } from '../../src/lineLogger.ts';
import { median } from './processes.ts';
import { seedLedger } from './seedLedger.ts';

/** In the page: marks the moment in which the first figure stands there. */
const WATCH_FIGURES = `
  const observer = new MutationObserver(() => {
    if (!/\\d/.test(document.querySelector('.tileValue')?.textContent ?? '')) return;
    observer.disconnect();
    performance.mark('overview');
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });`;
const DIST = path.resolve(import.meta.dirname, '../../dist');

/** All in ms since the navigation began. */
interface Paint {
  readonly script: number;
  readonly firstPaint: number;
  readonly overview: number;
}

const rows = Number(process.argv[2] ?? 100_000);
const runs = Number(process.argv[3] ?? 5);
const directory = await mkdtemp(path.join(tmpdir(), 'torii-paint-'));
const home = homeAt(directory);
const key = await prepareHome(home);
await seedLedger(home.databaseFile, rows);
const gateway = await startGateway({
  home,
  host: '127.0.0.1',
  port: 0,
  configFile: undefined,
  version: 'bench',
  distDirectory: DIST,
  environment: {},
  logger: createLineLogger('warn', (_level, line) => console.error(line)),
});
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run'],
});
const paints: Paint[] = [];
for (let run = 0; run < runs; run++) paints.push(await timeOnePage(browser));
await browser.close();
await gateway.close(0);
await rm(directory, { recursive: true, force: true });

console.log(`| ${rows.toLocaleString('en')} rows, ${runs} runs without a cache | median ms | worst ms |`);
console.log('| --- | --- | --- |');
for (const name of ['script', 'firstPaint', 'overview'] as const) {
  const times = paints.map((paint) => paint[name]);
  console.log(`| ${name} | ${Math.round(median(times))} | ${Math.round(Math.max(...times))} |`);
}

async function timeOnePage(of: Browser): Promise<Paint> {
  const context = await of.newContext({ viewport: { width: 1280, height: 800 } });
  await context.request.post(`${gateway.baseUrl}/ui/login`, { data: { key } });
  const page = await context.newPage();
  await page.addInitScript(WATCH_FIGURES);
  await page.goto(`${gateway.baseUrl}/ui/`);
  await page.locator('.tileValue', { hasText: /\d/ }).first().waitFor();
  const paint = await readPaint(page);
  await context.close();
  return paint;
}

function readPaint(page: Page): Promise<Paint> {
  return page.evaluate<Paint>(`
    const find = (name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
    const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('main.js'));
    ({
      script: Math.max(...scripts.map((entry) => entry.startTime + entry.duration)),
      firstPaint: find('first-contentful-paint'),
      overview: find('overview'),
    })`);
}
