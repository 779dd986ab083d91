import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import { formatBytes } from '../../protocol/byteSize.ts';
import { shortPath } from '../shortPath.ts';

/** Lets the gateway copy its ledger, and says where the copy is. */
export async function backUpLedger(client: GatewayClient): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Backing up the ledger…'),
  };
  const { file, bytes } = await vscode.window.withProgress(options, () => client.backUpLedger());
  const size = formatBytes(bytes, vscode.env.language);
  const reveal = vscode.l10n.t('Show in Folder');
  const copy = vscode.l10n.t('Copy Path');
  const text = vscode.l10n.t('The ledger is backed up to {0} ({1}).', shortPath(file), size);
  const answer = await vscode.window.showInformationMessage(text, ...(canReveal() ? [reveal, copy] : [copy]));
  if (answer === reveal) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(file));
  if (answer === copy) await vscode.env.clipboard.writeText(file);
}

/** A file manager sees the file only where the editor's window is on the gateway's machine. */
function canReveal(): boolean {
  return vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
}
