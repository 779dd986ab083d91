import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import autocannon from 'autocannon';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { dashboardFrame } from '../../e2e/pages/dashboard.ts';
import { ToriiSidebar } from '../../e2e/pages/toriiSidebar.ts';
import { Workbench } from '../../e2e/pages/workbench.ts';
import { launchBrowser } from '../../e2e/support/browser.ts';
import { startCodeServer } from '../../e2e/support/codeServer.ts';
import { homeKey } from '../../e2e/support/gateway.ts';
import { makeSandbox, type Sandbox } from '../../e2e/support/sandbox.ts';
import { median, percentile } from '../processes.ts';
import { spread } from '../report.ts';
import { noWorse, type Row } from '../row.ts';

const REQUESTS_PER_SECOND = 50;
/** As fast a writer as there is, ms between keys. */
const PACE_MS = 60;
/** Of requests; typing is over long before. */
const MOST_SECONDS = 600;
const TEXT = 'The quick brown fox jumps over the lazy dog, again and again and again. ';

/** In the page: of each key the time from its press to the frame that shows it, ms. */
const WATCH_KEYS = `
  globalThis.keyTimes = [];
  addEventListener('keydown', ({ timeStamp }) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => globalThis.keyTimes.push(performance.now() - timeStamp);
      port2.postMessage(undefined);
    });
  }, true);`;
const timesSchema = z.array(z.number());
const resultSchema = z.object({ non2xx: z.number(), errors: z.number() });

interface Round {
  readonly quiet: readonly number[];
  readonly busy: readonly number[];
}

/** Typing in code-server with Torii's views open: without requests, and while the gateway of the same window answers 50 a second. */
export async function typingRows(rounds: number): Promise<readonly Row[]> {
  const sandbox = await makeSandbox({ 'files.autoSave': 'off', 'editor.quickSuggestions': { other: 'off' } });
  const folder = await sandbox.workspace('typing');
  await writeFile(join(folder, 'notes.txt'), '');
  const codeServer = await startCodeServer(sandbox);
  const browser = await launchBrowser();
  const found: Round[] = [];
  try {
    const workbench = await Workbench.open(browser, codeServer.url(folder));
    await openEverything(workbench);
    await type(workbench.page);
    for (let round = 0; round < rounds; round++) {
      const quiet = await type(workbench.page);
      found.push({ quiet, busy: await whileBusy(sandbox, () => type(workbench.page)) });
    }
  } finally {
    await browser.close();
    await codeServer.stop();
    await sandbox.remove();
  }
  return [toRow('median', found, 0.5), toRow('p95', found, 0.95)];
}

async function openEverything(workbench: Workbench): Promise<void> {
  await workbench.waitForStatus(/Torii runs in this window/);
  const sidebar = new ToriiSidebar(workbench.page);
  await sidebar.open();
  for (const view of ['Traces', 'Keys and Budgets']) await sidebar.openView(view);
  await dashboardFrame(workbench.page, 'sidebar');
  await workbench.page.keyboard.press('F1');
  await workbench.quickInput.fill('notes.txt');
  await workbench.choose('notes.txt');
  await workbench.page.locator('.monaco-editor[data-uri$="notes.txt"] .view-line').first().click();
  await workbench.page.evaluate(WATCH_KEYS);
}

async function type(page: Page): Promise<readonly number[]> {
  await page.evaluate('globalThis.keyTimes.length = 0');
  await page.keyboard.type(TEXT, { delay: PACE_MS });
  await page.waitForFunction(`globalThis.keyTimes.length >= ${TEXT.length}`);
  return timesSchema.parse(await page.evaluate('globalThis.keyTimes'));
}

/** Does something while requests go through the gateway. Throws where one of them fails. */
async function whileBusy<T>(sandbox: Sandbox, work: () => Promise<T>): Promise<T> {
  const options = {
    url: `http://127.0.0.1:${sandbox.gatewayPort}/v1/chat/completions`,
    method: 'POST',
    headers: { authorization: `Bearer ${await homeKey(sandbox)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'demo-chat', messages: [{ role: 'user', content: 'Hi' }] }),
    connections: 10,
    overallRate: REQUESTS_PER_SECOND,
    duration: MOST_SECONDS,
  } as const;
  const requests = autocannon(options, () => undefined);
  const ended = once(requests, 'done');
  const done = await work().finally(() => requests.stop());
  const { non2xx, errors } = resultSchema.parse((await ended)[0]);
  if (non2xx + errors > 0) throw new Error(`typing: ${non2xx} requests were refused, ${errors} got no answer`);
  return done;
}

function toRow(name: string, found: readonly Round[], part: number): Row {
  const busy = found.map((round) => percentile(round.busy, part));
  const quiet = found.map((round) => percentile(round.quiet, part));
  return {
    what: `typing in code-server at ${REQUESTS_PER_SECOND} requests a second: key to paint, ${name}`,
    against: 'the same without requests',
    goal: noWorse(' ms'),
    value: median(busy),
    figure: `${spread(busy, 0)} ms, without ${spread(quiet, 0)} ms`,
    values: { busy, quiet },
  };
}
