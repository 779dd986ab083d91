import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { GatewayClient } from '../apiClient/gatewayClient.ts';
import { identifyHolder } from '../apiClient/identity.ts';
import type { WorkerStart } from '../protocol/worker.ts';
import type { ControllerPorts, Launch } from './controllerPorts.ts';
import { startDetached } from './detachedProgram.ts';
import { openEventStream } from './eventStream.ts';
import type { RunMode } from './settingIds.ts';
import type { SharedHome } from './sharedHome.ts';
import { withStartLock } from './startLock.ts';
import { type LogLine, startWorkerThread } from './workerThread.ts';

/** What a window's settings come to: read afresh for every try. */
export interface LaunchSettings {
  readonly runMode: RunMode;
  readonly start: WorkerStart;
}

/**
 * The controller's real surroundings but for the editor: threads, processes, the network and the shared home. `takeThread`
 * gives a thread that waits already, where there is one.
 */
export function hostPorts(
  home: SharedHome,
  settings: () => LaunchSettings,
  log: (line: LogLine) => void,
  takeThread: () => Worker | undefined = () => undefined,
): ControllerPorts {
  return {
    prepareLaunch: () => toLaunch(settings(), log, takeThread),
    identify: async (baseUrl) => identifyHolder(baseUrl, await home.readKey()),
    openEvents: async (baseUrl, listeners) => openEventStream(baseUrl, (await home.readKey()) ?? '', listeners),
    inTurn: (port, start) => withStartLock(join(home.folder, `starting-${port}.lock`), start),
    shutDown: async (baseUrl, drainMs) => new GatewayClient(baseUrl, (await home.readKey()) ?? '').shutDown(drainMs),
    stopMark: home,
    warn: (line) => log({ type: 'log', level: 'warn', line }),
    monotonic: () => performance.now(),
    wait: (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined),
  };
}

function toLaunch(
  { runMode, start }: LaunchSettings,
  log: (line: LogLine) => void,
  takeThread: () => Worker | undefined,
): Launch {
  return {
    host: start.host,
    port: start.port,
    runMode,
    startWorker: (onEvent) => startWorkerThread(start, onEvent, log, takeThread()),
    startProgram: () => startDetached(start),
  };
}
