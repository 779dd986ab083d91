import * as vscode from 'vscode';
import { type CommandId, commandIds } from './commandIds.ts';
import { problemOf } from './gatewayProblem.ts';
import { GivenUp } from './patientClient.ts';
import { failureLine } from './problemText.ts';
import type { ToriiNode } from './trees/toriiNode.ts';

/**
 * What a command does. Its argument is the node of the tree that it was run from, or a text from a link; anything else
 * is for the command to check.
 */
export type CommandHandler = (argument?: ToriiNode | string, detail?: string) => unknown;

/** Registers every command of the manifest: the type leaves none out. An error is told to the user and ends there. */
export function registerCommands(handlers: Readonly<Record<CommandId, CommandHandler>>): vscode.Disposable {
  return vscode.Disposable.from(...commandIds.map((id) => register(id, handlers[id])));
}

function register(id: CommandId, handler: CommandHandler): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument?: ToriiNode | string, detail?: unknown) => {
    try {
      await handler(argument, typeof detail === 'string' ? detail : undefined);
    } catch (error) {
      if (!(error instanceof GivenUp)) await tell(error);
    }
  });
}

/** With a button: without one the editor cuts a message after its first line. */
async function tell(error: unknown): Promise<void> {
  const logs = vscode.l10n.t('Show Logs');
  const text = vscode.l10n.t('Torii: {0}', failureLine(problemOf(error)));
  const show: CommandId = 'torii.showLogs';
  if ((await vscode.window.showErrorMessage(text, logs)) === logs) await vscode.commands.executeCommand(show);
}
