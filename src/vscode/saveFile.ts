import * as vscode from 'vscode';
import { messageOf } from '../domain/errors.ts';

/** Asks where to save a text of the dashboard, and saves it. A failure is told to the user. */
export async function saveFile(name: string, text: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const plain = name.replace(/[^\p{L}\p{N}._-]+/gu, '-');
  const defaultUri = folder === undefined ? vscode.Uri.file(plain) : vscode.Uri.joinPath(folder, plain);
  const uri = await vscode.window.showSaveDialog({ defaultUri });
  if (uri === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  } catch (error) {
    const reason = messageOf(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('Torii: {0}', reason));
    return;
  }
  const open = vscode.l10n.t('Open');
  const saved = vscode.l10n.t('Saved to {0}.', uri.scheme === 'file' ? uri.fsPath : uri.toString(true));
  if ((await vscode.window.showInformationMessage(saved, open)) === open)
    await vscode.commands.executeCommand('vscode.open', uri);
}
