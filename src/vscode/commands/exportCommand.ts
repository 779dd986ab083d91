import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import { shortPath } from '../shortPath.ts';
import { type ExportTarget, pickExport } from '../usage/pickExport.ts';
import { readUsage, writeUsageFile } from '../usage/writeUsage.ts';

/** Saves the rows of the ledger to a file. `from` (epoch ms) comes from the dashboard; without it the user is asked. */
export async function exportUsage(client: GatewayClient, from: number | undefined): Promise<void> {
  const target = await pickExport(from);
  if (target === undefined) return;
  const rows = await saveWithProgress(client, target);
  if (rows !== undefined) await tellSaved(target.uri, rows);
}

/** Undefined where the user stopped it. */
async function saveWithProgress(client: GatewayClient, target: ExportTarget): Promise<number | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Exporting usage…'),
    cancellable: true,
  };
  return await vscode.window.withProgress(options, async (_progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    try {
      return await save(client, target, stop.signal);
    } catch (error) {
      if (stop.signal.aborted) return undefined;
      throw error;
    }
  });
}

async function save(client: GatewayClient, { from, uri }: ExportTarget, signal: AbortSignal): Promise<number> {
  const pieces = await client.usageCsv(from, signal);
  if (uri.scheme === 'file') return await writeUsageFile(pieces, uri.fsPath, signal);
  // The editor's API for other places has no streams.
  const { content, rows } = await readUsage(pieces);
  await vscode.workspace.fs.writeFile(uri, content);
  return rows;
}

async function tellSaved(uri: vscode.Uri, rows: number): Promise<void> {
  const open = vscode.l10n.t('Open');
  const path = uri.scheme === 'file' ? shortPath(uri.fsPath) : uri.toString(true);
  const text =
    rows === 0
      ? vscode.l10n.t('There was no usage in these days: {0} has only its header.', path)
      : vscode.l10n.t('Usage is exported to {0}. Requests: {1}.', path, rows.toLocaleString(vscode.env.language));
  if ((await vscode.window.showInformationMessage(text, open)) === open)
    await vscode.commands.executeCommand('vscode.open', uri);
}
