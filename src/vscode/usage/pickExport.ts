import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { readExportSettings } from '../settings.ts';
import { type ExportRange, exportFileName, exportRanges, startOfRange } from './exportRange.ts';

/** What is exported, and where to. */
export interface ExportTarget {
  /** Epoch ms; undefined for all rows. */
  readonly from: number | undefined;
  readonly uri: vscode.Uri;
}

/** Asks for the days, unless they are `chosen`, and for the file. Undefined where the user changed their mind. */
export async function pickExport(chosen: number | undefined): Promise<ExportTarget | undefined> {
  const now = new Date();
  const { folder, range: usual } = readExportSettings();
  const range = chosen === undefined ? (usual ?? (await pickRange())) : undefined;
  if (chosen === undefined && range === undefined) return undefined;
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Usage as CSV'),
    defaultUri: vscode.Uri.joinPath(proposedFolder(folder), exportFileName(now)),
    filters: { CSV: ['csv'] },
  });
  if (uri === undefined) return undefined;
  return { from: range === undefined ? chosen : startOfRange(range, now), uri };
}

async function pickRange(): Promise<ExportRange | undefined> {
  const labels: Readonly<Record<ExportRange, string>> = {
    today: vscode.l10n.t('Today'),
    week: vscode.l10n.t('Last 7 days'),
    month: vscode.l10n.t('Last 30 days'),
    quarter: vscode.l10n.t('Last 90 days'),
    all: vscode.l10n.t('Everything'),
  };
  const items = exportRanges.map((range) => ({ label: labels[range], range }));
  const placeHolder = vscode.l10n.t('Which days to export');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.range;
}

/** `~` stands for the user's home. */
function proposedFolder(setting: string | undefined): vscode.Uri {
  if (setting !== undefined) return vscode.Uri.file(setting.replace(/^~(?=\/|$)/, homedir()));
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
}
