/**
 * How soon `/ui` shows something, over a ledger of many rows: `node test/bench/firstPaint.ts [rows] [runs]`.
 * Needs the production build (`node esbuild.mjs --production`) and Chromium. Each run is a browser without a cache,
 * and opens beside the dashboard a page that only says "hello": what this machine takes to paint anything at all.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  /** The page itself has arrived. */
  readonly page: number;
  readonly firstPaint: number;
  /** The last script without which nothing is asked for has arrived. */
  readonly script: number;
  readonly overview: number;
  /** First paint of the page that only says "hello". */
  readonly hello: number;
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
const hello = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>hello</title><p>hello</p>');
});
await new Promise<void>((resolve) => hello.listen(0, '127.0.0.1', resolve));
const helloUrl = `http://127.0.0.1:${(hello.address() as AddressInfo).port}/`;
const paints: Paint[] = [];
for (let run = 0; run < runs; run++) paints.push(await timeOnePage(browser));
await browser.close();
hello.close();
await gateway.close(0);
await rm(directory, { recursive: true, force: true });

console.log(`| ${rows.toLocaleString('en')} rows, ${runs} runs without a cache | median ms | worst ms |`);
console.log('| --- | --- | --- |');
for (const name of ['page', 'firstPaint', 'script', 'overview', 'hello'] as const) {
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
  const times = await readTimes(page);
  await page.goto(helloUrl);
  const floor = await readTimes(page);
  await context.close();
  return { ...times, hello: floor.firstPaint };
}

/** The paint is told a moment after it has happened. */
async function readTimes(page: Page): Promise<Omit<Paint, 'hello'>> {
  await page.waitForFunction("performance.getEntriesByName('first-contentful-paint').length > 0");
  return page.evaluate<Omit<Paint, 'hello'>>(`
    const find = (name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
    const overview = find('overview');
    const ends = performance.getEntriesByType('resource')
      .filter(({ name, startTime }) => name.endsWith('.js') && !(startTime > overview))
      .map(({ startTime, duration }) => startTime + duration)
      .filter((end) => !(end > overview));
    ({
      page: performance.getEntriesByType('navigation')[0].responseEnd,
      firstPaint: find('first-contentful-paint'),
      script: Math.max(...ends),
      overview,
    })`);
}
