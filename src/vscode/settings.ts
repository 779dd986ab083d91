import * as vscode from 'vscode';
import { fromUsd } from '../domain/money.ts';
import { capActions, capSpans, type SpendCaps } from '../domain/spendCaps.ts';
import {
  type LogLevel,
  logLevels,
  restartSettings,
  type SettingId,
  type StatusBarSettings,
  statusFigures,
  type ToriiSettings,
} from './settingIds.ts';
import { type ExportRange, exportRanges } from './usage/exportRange.ts';

const SECTION = 'torii';
const DEFAULT_PORT = 4000;
const LOOPBACK = '127.0.0.1';

/**
 * The settings in force. What an untrusted workspace wrote for `port`, `host` and `configFile` is left out by the
 * editor itself: they stand in `restrictedConfigurations` of the manifest.
 */
export function readSettings(): ToriiSettings {
  const level = read<string>('log.level', 'info');
  const file = read<string>('configFile', '').trim();
  return {
    port: read<number>('port', DEFAULT_PORT),
    host: read<string>('host', LOOPBACK).trim() || LOOPBACK,
    autoStart: read<boolean>('autoStart', true),
    configFile: file === '' ? undefined : file,
    logLevel: isLogLevel(level) ? level : 'info',
    runMode: read<string>('runMode', 'inProcess') === 'detached' ? 'detached' : 'inProcess',
  };
}

export function readStatusBarSettings(): StatusBarSettings {
  const figure = read<string>('statusBar.figure', 'cost');
  return {
    visible: read<boolean>('statusBar.visible', true),
    figure: statusFigures.find((known) => known === figure) ?? 'cost',
  };
}

/** Caps of the settings; an amount of 0 is none. */
export function readSpendCaps(): SpendCaps {
  return Object.fromEntries(
    capSpans.flatMap((span) => {
      const usd = read<number>(`budget.${span}`, 0);
      const action = read<string>(`budget.${span}Action`, 'warn');
      if (!Number.isFinite(usd) || usd <= 0) return [];
      return [
        [span, { amount: fromUsd(usd), action: capActions.find((known) => known === action) ?? 'warn' }] as const,
      ];
    }),
  );
}

/** Undefined where the user is to be asked, or the usual folder is meant. */
export function readExportSettings(): { readonly folder: string | undefined; readonly range: ExportRange | undefined } {
  const folder = read<string>('export.folder', '').trim();
  const range = read<string>('export.range', 'ask');
  return {
    folder: folder === '' ? undefined : folder,
    range: exportRanges.find((known) => known === range),
  };
}

/** Writes the port where the value in force came from, so that the new one is not hidden by it. */
export async function writePort(port: number): Promise<void> {
  const section = vscode.workspace.getConfiguration(SECTION);
  const inWorkspace = section.inspect<number>('port')?.workspaceValue !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await section.update('port', port, target);
  await silencePort(port, target);
}

/** Keeps the editor from offering to open the port in a browser; the manifest does so for the default port. */
async function silencePort(port: number, target: vscode.ConfigurationTarget): Promise<void> {
  const remote = vscode.workspace.getConfiguration('remote');
  const found = remote.inspect<Record<string, unknown>>('portsAttributes');
  const own = target === vscode.ConfigurationTarget.Global ? found?.globalValue : found?.workspaceValue;
  const attributes = { ...own, [port]: { label: 'Torii', onAutoForward: 'silent' } };
  // Editors without port forwarding do not know the setting and refuse it: they have nothing to offer either.
  await remote.update('portsAttributes', attributes, target).then(undefined, () => undefined);
}

/** Whether a change asks for a restart of the gateway. */
export function needsRestart(event: vscode.ConfigurationChangeEvent): boolean {
  return restartSettings.some((id) => event.affectsConfiguration(`${SECTION}.${id}`));
}

function read<T>(id: SettingId, fallback: T): T {
  return vscode.workspace.getConfiguration(SECTION).get<T>(id, fallback);
}

function isLogLevel(level: string): level is LogLevel {
  return logLevels.some((known) => known === level);
}
