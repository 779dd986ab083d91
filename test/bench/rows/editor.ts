import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { activationMs } from '../../e2e/pages/runningExtensions.ts';
import { Workbench } from '../../e2e/pages/workbench.ts';
import { launchBrowser } from '../../e2e/support/browser.ts';
import { startCodeServer } from '../../e2e/support/codeServer.ts';
import { makeSandbox } from '../../e2e/support/sandbox.ts';
import { median } from '../processes.ts';
import { spread } from '../report.ts';
import { atMost, type Goal, type Row } from '../row.ts';

interface WindowStart {
  readonly activation: number;
  readonly ready: number;
}

/** The packed extension in code-server: what its activation takes of the extension host, and when the gateway is ready. */
export async function editorRows(starts: number): Promise<readonly Row[]> {
  const sandbox = await makeSandbox({});
  const found: WindowStart[] = [];
  try {
    const folder = await sandbox.workspace('uploader');
    // The first window compiles what the later ones find.
    for (let start = 0; start <= starts; start++) found.push(await startWindow(sandbox, folder));
  } finally {
    await sandbox.remove();
  }
  const later = found.slice(1);
  return [
    row(
      'activation in code-server',
      atMost(50, ' ms'),
      later.map(({ activation }) => activation),
    ),
    row(
      'gateway ready in code-server',
      atMost(500, ' ms'),
      later.map(({ ready }) => ready),
    ),
  ];
}

async function startWindow(sandbox: Awaited<ReturnType<typeof makeSandbox>>, folder: string): Promise<WindowStart> {
  const codeServer = await startCodeServer(sandbox);
  const browser = await launchBrowser();
  try {
    const workbench = await Workbench.open(browser, codeServer.url(folder));
    await workbench.waitForStatus(/Torii runs in this window/);
    return { activation: await activationMs(workbench), ready: await readyMs(join(sandbox.userData, 'logs')) };
  } finally {
    await browser.close();
    await codeServer.stop();
  }
}

/** From the line in which the extension host says that it activates Torii to the one in which the gateway says that it is ready. */
async function readyMs(logs: string): Promise<number> {
  const names = (await readdir(logs, { recursive: true })).toSorted();
  const newest = names.findLast((name) => name.endsWith('/Torii.log'));
  const host = names.findLast((name) => name.endsWith('remoteexthost.log'));
  if (newest === undefined || host === undefined) throw new Error(`no logs of Torii under ${logs}`);
  const activated = await timeOfLine(join(logs, host), /_doActivateExtension torii\.torii/);
  return (await timeOfLine(join(logs, newest), /Gateway ready/)) - activated;
}

async function timeOfLine(file: string, pattern: RegExp): Promise<number> {
  const line = (await readFile(file, 'utf8')).split('\n').find((each) => pattern.test(each));
  if (line === undefined) throw new Error(`${file} has no line like ${pattern}`);
  return Date.parse(line.slice(0, '2026-01-01 00:00:00.000'.length).replace(' ', 'T'));
}

function row(what: string, goal: Goal, times: readonly number[]): Row {
  return { what, against: '-', goal, value: median(times), figure: `${spread(times, 0)} ms`, values: { times } };
}
