import type * as vscode from 'vscode';
import type { Container } from './vscode/container.ts';

/** The editor calls two functions that have nothing in common but this module. */
const containers = new Set<Container>();

/**
 * The rest of the extension is a bundle of its own, loaded behind this call: the editor, which activates one extension
 * after the other, goes on at once. Commands wait for the promise.
 */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const { Container: Rest } = await import('./vscode/container.ts');
  const container = new Rest(context);
  containers.add(container);
  container.start();
}

/** The editor waits for it, a few seconds at most: running requests end and the port is free afterwards. */
export async function deactivate(): Promise<void> {
  for (const container of containers) await container.dispose();
  containers.clear();
}
