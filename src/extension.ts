import type * as vscode from 'vscode';
import { Container } from './vscode/container.ts';

/** The editor calls two functions that have nothing in common but this module. */
const containers = new Set<Container>();

export function activate(context: vscode.ExtensionContext): void {
  const container = new Container(context);
  containers.add(container);
  container.start();
}

/** The editor waits for it, a few seconds at most: running requests end and the port is free afterwards. */
export async function deactivate(): Promise<void> {
  for (const container of containers) await container.dispose();
  containers.clear();
}
