import * as vscode from 'vscode';
import { type CommandId, commandIds } from './commandIds.ts';
import type { ModelNode } from './modelNodes.ts';

/** What a command does. `node` is there when it was run from the tree of models; anything else is for the command to check. */
export type CommandHandler = (node?: ModelNode) => unknown;

/** Registers every command of the manifest: the type leaves none out. An error is told to the user and ends there. */
export function registerCommands(handlers: Readonly<Record<CommandId, CommandHandler>>): vscode.Disposable {
  return vscode.Disposable.from(...commandIds.map((id) => register(id, handlers[id])));
}

function register(id: CommandId, handler: CommandHandler): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (node?: ModelNode) => {
    try {
      await handler(node);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(vscode.l10n.t('Torii: {0}', text));
    }
  });
}
