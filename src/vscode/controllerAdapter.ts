import { join } from 'node:path';
import type * as vscode from 'vscode';
import { configPath } from './commands/openCommands.ts';
import type { ControllerPorts } from './controllerPorts.ts';
import { hostPorts, type LaunchSettings } from './hostPorts.ts';
import type { LogChannel } from './logChannel.ts';
import { readSettings } from './settings.ts';
import type { SharedHome } from './sharedHome.ts';
import type { WaitingThread } from './waitingThread.ts';

/** The controller's real surroundings, with the editor's settings. */
export function controllerPorts(
  context: vscode.ExtensionContext,
  home: SharedHome,
  log: LogChannel,
  waiting: WaitingThread | undefined,
): ControllerPorts {
  return hostPorts(
    home,
    () => launchSettings(context, home),
    log.write,
    () => waiting?.take(),
  );
}

/** Of the extension that runs here. */
export function extensionVersion(context: vscode.ExtensionContext): string {
  return (context.extension.packageJSON as { readonly version: string }).version;
}

function launchSettings(context: vscode.ExtensionContext, home: SharedHome): LaunchSettings {
  const { host, port, configFile, logLevel, runMode } = readSettings();
  const start = {
    home: home.folder,
    host,
    port,
    configFile: configFile === undefined ? undefined : configPath(home),
    logLevel,
    version: extensionVersion(context),
    distDir: join(context.extensionPath, 'dist'),
  };
  return { runMode, start };
}
