import * as vscode from 'vscode';
import { type LogLevel, logLevels, restartSettings, type SettingId, type ToriiSettings } from './settingIds.ts';

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
  };
}

/** Writes the port where the value in force came from, so that the new one is not hidden by it. */
export async function writePort(port: number): Promise<void> {
  const section = vscode.workspace.getConfiguration(SECTION);
  const found = section.inspect<number>('port');
  const inWorkspace = found?.workspaceValue !== undefined;
  await section.update(
    'port',
    port,
    inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
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
