import { launchBrowser } from '../../e2e/support/browser.ts';
import { type Paint, startHelloPage, timeOnePage } from '../pagePaint.ts';
import { median } from '../processes.ts';
import { spread } from '../report.ts';
import { noWorse, type Row } from '../row.ts';
import type { Bench } from '../targets.ts';

/** How soon the dashboard shows something in Chromium, and how soon its first figures, on a large ledger. */
export async function paintRows(bench: Bench, rows: number, runs: number): Promise<readonly Row[]> {
  const { directory, homeKey } = await bench.seededHome(rows);
  const torii = await bench.startTorii('program', { home: directory });
  const browser = await launchBrowser();
  const hello = await startHelloPage();
  const gateway = { baseUrl: torii.url, key: homeKey };
  const paints: Paint[] = [];
  try {
    // The first one fills the caches of the system.
    await timeOnePage(browser, gateway, hello);
    for (let run = 0; run < runs; run++) paints.push(await timeOnePage(browser, gateway, hello));
  } finally {
    await browser.close();
    hello.close();
    await bench.stop(torii);
  }
  const floor = paints.map((paint) => paint.hello);
  const toRow = (what: string, times: readonly number[]): Row => ({
    what: `${what}, ${rows.toLocaleString('en')} rows`,
    against: 'a page that says "hello"',
    goal: noWorse(' ms'),
    value: median(times),
    figure: `${spread(times, 0)} ms, "hello" ${spread(floor, 0)} ms`,
    values: { times, floor },
  });
  return [
    toRow(
      'dashboard: first paint',
      paints.map(({ firstPaint }) => firstPaint),
    ),
    toRow(
      'dashboard: first figures',
      paints.map(({ overview }) => overview),
    ),
  ];
}
