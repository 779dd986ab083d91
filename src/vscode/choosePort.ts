import { createServer } from 'node:net';
import * as vscode from 'vscode';
import { writePort } from './settings.ts';

const HIGHEST = 65_535;
const LOWEST = 1;
const CANDIDATES = 20;

/** Asks for another port, writes it to the settings and restarts. */
export async function chooseAnotherPort(host: string, taken: number, restart: () => Promise<void>): Promise<void> {
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('Port for Torii'),
    prompt: vscode.l10n.t('Port {0} is used by another program. The new one is written to your settings.', taken),
    value: String(await nextFreePort(host, taken)),
    ignoreFocusOut: true,
    validateInput: (text) =>
      parsePort(text) === undefined ? vscode.l10n.t('Enter a number from {0} to {1}.', LOWEST, HIGHEST) : undefined,
  });
  const port = answer === undefined ? undefined : parsePort(answer);
  if (port === undefined) return;
  await writePort(port);
  await restart();
}

function parsePort(text: string): number | undefined {
  const port = Number(text.trim());
  return Number.isInteger(port) && port >= LOWEST && port <= HIGHEST ? port : undefined;
}

async function nextFreePort(host: string, taken: number): Promise<number> {
  for (let port = taken + 1; port <= Math.min(taken + CANDIDATES, HIGHEST); port += 1) {
    if (await isFree(host, port)) return port;
  }
  return taken;
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
