import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { identifyHolder } from '../apiClient/identity.ts';
import { configPath } from './commands/openCommands.ts';
import type { ControllerPorts, Launch } from './controllerPorts.ts';
import { openEventStream } from './eventStream.ts';
import type { LogChannel } from './logChannel.ts';
import { readSettings } from './settings.ts';
import type { SharedHome } from './sharedHome.ts';
import { startWorkerThread } from './workerThread.ts';

/** The controller's real surroundings: worker threads, the network, the shared home and the editor's settings. */
export function controllerPorts(context: vscode.ExtensionContext, home: SharedHome, log: LogChannel): ControllerPorts {
  return {
    prepareLaunch: () => prepareLaunch(context, home, log),
    identify: async (baseUrl) => identifyHolder(baseUrl, await home.readKey()),
    openEvents: async (baseUrl, listeners) => openEventStream(baseUrl, (await home.readKey()) ?? '', listeners),
    stopMark: home,
    wait: (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined),
  };
}

function prepareLaunch(context: vscode.ExtensionContext, home: SharedHome, log: LogChannel): Launch {
  const { host, port, configFile, logLevel } = readSettings();
  const { version } = context.extension.packageJSON as { readonly version: string };
  const start = {
    home: home.folder,
    host,
    port,
    configFile: configFile === undefined ? undefined : configPath(home),
    logLevel,
    version,
    distDir: join(context.extensionPath, 'dist'),
  };
  return { host, port, startWorker: (onEvent) => startWorkerThread(start, onEvent, log.write) };
}
