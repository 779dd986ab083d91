import { join } from 'node:path';
import type * as vscode from 'vscode';
import { seemsServed } from './config/gatewayAddress.ts';
import { findHome } from './config/home.ts';
import type { Container } from './vscode/container.ts';
import { readSettings } from './vscode/settings.ts';
import { WaitingThread } from './vscode/waitingThread.ts';

/** The editor calls two functions that have nothing in common but this module. */
const containers = new Set<Container>();

/**
 * The rest of the extension is a bundle of its own, loaded behind this call: the editor, which activates one extension
 * after the other, goes on at once. Commands wait for the promise.
 */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  // To make a thread takes some ms, more on a busy machine: the editor has its answer by then.
  await Promise.resolve();
  const waiting = threadAhead(context);
  const { Container: Rest } = await import('./vscode/container.ts');
  const container = new Rest(context, waiting);
  containers.add(container);
  container.start();
}

/** The gateway's thread loads its code beside the editor's, wherever this window is likely to run the gateway. */
function threadAhead(context: vscode.ExtensionContext): WaitingThread | undefined {
  const { autoStart, runMode } = readSettings();
  const home = findHome(process.env);
  if (!autoStart || runMode === 'detached' || seemsServed(home)) return undefined;
  return new WaitingThread(join(context.extensionPath, 'dist'), home.directory);
}

/** The editor waits for it, a few seconds at most: running requests end and the port is free afterwards. */
export async function deactivate(): Promise<void> {
  for (const container of containers) await container.dispose();
  containers.clear();
}
