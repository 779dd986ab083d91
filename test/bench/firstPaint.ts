/**
 * How soon `/ui` shows something, over a ledger of many rows: `node test/bench/firstPaint.ts [rows] [runs]`.
 * Needs the production build (`node esbuild.mjs --production`) and Chromium. Each run is a browser without a cache,
 * and opens beside the dashboard a page that only says "hello": what this machine takes to paint anything at all.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { homeAt, prepareHome } from '../../src/config/home.ts';
import { launchBrowser } from '../e2e/support/browser.ts';
import { openHome } from './openHome.ts';
import { type Paint, startHelloPage, timeOnePage } from './pagePaint.ts';
import { median } from './processes.ts';
import { seedLedger } from './seedLedger.ts';

const rows = Number(process.argv[2] ?? 100_000);
const runs = Number(process.argv[3] ?? 5);
const directory = await mkdtemp(path.join(tmpdir(), 'torii-paint-'));
const home = homeAt(directory);
const key = await prepareHome(home);
await seedLedger(home.databaseFile, rows);
const gateway = await openHome(home);
const browser = await launchBrowser();
const hello = await startHelloPage();
const paints: Paint[] = [];
for (let run = 0; run < runs; run++) {
  paints.push(await timeOnePage(browser, { baseUrl: gateway.baseUrl, key }, hello));
}
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
