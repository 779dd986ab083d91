import { z } from 'zod';
import { dashboardFrame } from '../../e2e/pages/dashboard.ts';
import { Workbench } from '../../e2e/pages/workbench.ts';
import { launchBrowser } from '../../e2e/support/browser.ts';
import { startCodeServer } from '../../e2e/support/codeServer.ts';
import { makeSandbox } from '../../e2e/support/sandbox.ts';
import { median } from '../processes.ts';
import { spread } from '../report.ts';
import { noWorse, type Row } from '../row.ts';
import type { Bench } from '../targets.ts';

/** The editor writes the page into a frame that is there already: what a script of ours would watch is gone by then. */
const FIRST_PAINT =
  "performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN)";

interface Opening {
  readonly paint: number;
  readonly figures: number;
}

/** How soon the dashboard shows something in a tab of code-server after the click on the status bar, on a large ledger. */
export async function webviewRows(bench: Bench, rows: number, runs: number): Promise<readonly Row[]> {
  const { directory } = await bench.seededHome(rows);
  const own = await makeSandbox({});
  const sandbox = { ...own, toriiHome: directory };
  const codeServer = await startCodeServer(sandbox);
  const browser = await launchBrowser();
  const found: Opening[] = [];
  try {
    const workbench = await Workbench.open(browser, codeServer.url(await sandbox.workspace('dashboard')));
    await workbench.waitForStatus(/Torii runs in this window/);
    // The first one fills the caches.
    for (let run = 0; run <= runs; run++) found.push(await openTab(workbench));
  } finally {
    await browser.close();
    await codeServer.stop();
    await own.remove();
  }
  const later = found.slice(1);
  return [
    toRow('first paint', rows, later, ({ paint }) => paint),
    toRow('first figures', rows, later, ({ figures }) => figures),
  ];
}

/** Ms since the click. */
async function openTab(workbench: Workbench): Promise<Opening> {
  const box = await workbench.statusItem.boundingBox();
  if (box === null) throw new Error('The item in the status bar is not in sight.');
  const begun = Date.now();
  await workbench.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const frame = await dashboardFrame(workbench.page, 'tab');
  await frame.locator('.tileValue', { hasText: /\d/ }).first().waitFor();
  // Seen from here, a few ms after they are there.
  const figures = Date.now();
  await frame.waitForFunction("performance.getEntriesByName('first-contentful-paint').length > 0");
  const paint = z.number().parse(await frame.evaluate(FIRST_PAINT));
  const gone = workbench.page.waitForEvent('framedetached', (each) => each === frame);
  await workbench.run('View: Close All Editors');
  await gone;
  return { paint: paint - begun, figures: figures - begun };
}

function toRow(what: string, rows: number, found: readonly Opening[], of: (opening: Opening) => number): Row {
  const times = found.map(of);
  return {
    what: `dashboard in a tab of code-server: ${what}, ${rows.toLocaleString('en')} rows`,
    against: '-',
    goal: noWorse(' ms'),
    value: median(times),
    figure: `${spread(times, 0)} ms`,
    values: { times },
  };
}
