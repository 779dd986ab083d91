import * as vscode from 'vscode';
import type { CommandId } from './commandIds.ts';

/** Tells something, with the command that comes next. A message without a button is cut after its first line. */
export async function offer(text: string, label: string, command: CommandId): Promise<void> {
  if ((await vscode.window.showInformationMessage(text, label)) === label)
    await vscode.commands.executeCommand(command);
}
