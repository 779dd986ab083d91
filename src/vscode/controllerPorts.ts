import type { PortHolder } from '../apiClient/identity.ts';
import type { Notice } from '../protocol/api.ts';
import type { FromWorker } from '../protocol/worker.ts';
import type { FailureCode } from './gatewayState.ts';
import type { Disposable } from './listeners.ts';
import type { RunMode } from './settingIds.ts';

export type WorkerEvent =
  | Exclude<FromWorker, { type: 'log' }>
  /** The thread is gone. Always the last event. */
  | { readonly type: 'exited'; readonly exitCode: number };

/** A gateway in a thread of its own. */
export interface GatewayWorker {
  /**
   * Frees the port (`stopping` tells when), then gives running requests `drainMs` to end. Resolves when the thread is
   * gone. Asked again, the sooner end counts.
   */
  stop(drainMs: number): Promise<void>;
}

/** How the start of a gateway in a process of its own went. */
export type ProgramStart =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly code: FailureCode; readonly message: string };

export interface Launch {
  readonly host: string;
  readonly port: number;
  readonly runMode: RunMode;
  readonly startWorker: (onEvent: (event: WorkerEvent) => void) => GatewayWorker;
  /** Starts a gateway that outlives this window. */
  readonly startProgram: () => Promise<ProgramStart>;
}

interface StopMark {
  isStopped(): Promise<boolean>;
  markStopped(): Promise<void>;
  clearStopped(): Promise<void>;
  /** Tells when some window has left the note. */
  onMarked(listener: () => void): Disposable;
}

/** What the controller needs from the outside; the container gives the real ones, the tests their own. */
export interface ControllerPorts {
  /** Reads the settings afresh: called once for every try to bind. */
  prepareLaunch(): Launch;
  identify(baseUrl: string): Promise<PortHolder>;
  openEvents(
    baseUrl: string,
    listeners: { onOpen: () => void; onNotice: (notice: Notice) => void; onClosed: () => void },
  ): Promise<Disposable>;
  /** Runs the start of a gateway while no other window of the home starts one; `busy` where another one has had its turn. */
  inTurn<T>(port: number, start: () => Promise<T>): Promise<T | 'busy'>;
  /** Ends a detached gateway. Rejects where it refuses or cannot be reached. */
  shutDown(baseUrl: string, drainMs: number): Promise<void>;
  /** The note of all windows that the user wants no proxy. */
  readonly stopMark: StopMark;
  warn(line: string): void;
  /** Milliseconds from an arbitrary start. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}
