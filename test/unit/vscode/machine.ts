import type { RunsIn } from '../../../src/protocol/api.ts';
import type { ControllerPorts, GatewayWorker, ProgramStart, WorkerEvent } from '../../../src/vscode/controllerPorts.ts';
import { GatewayController } from '../../../src/vscode/gatewayController.ts';
import type { ControllerState } from '../../../src/vscode/gatewayState.ts';
import type { RunMode } from '../../../src/vscode/settingIds.ts';

export const PORT = 4000;
export const VERSION = '1.0.0';
export const BASE_URL = 'http://127.0.0.1:4000';

/** A wait here is so many turns of the event loop's microtasks. */
const PATIENCE = 100;

interface Holder {
  /** Thread that holds the port; undefined is another program. */
  readonly worker: object | undefined;
  readonly runsIn: RunsIn;
  readonly kill: () => void;
}

/** One machine with one port and one home, and windows that want a gateway on it. Nothing here waits for time to pass. */
export class Machine {
  holder: Holder | undefined;
  userStopped = false;
  runMode: RunMode = 'inProcess';
  programsStarted = 0;
  refusesToEnd = false;
  /** It holds its port, and answers to nobody. */
  hangs = false;
  /** ms; does not move by itself. */
  now = 0;
  readonly warnings: string[] = [];
  readonly waits: number[] = [];
  #starting: Promise<void> | undefined;
  readonly #markListeners = new Set<() => void>();
  readonly #watchers = new Map<object, () => void>();

  window(): { controller: GatewayController; states: ControllerState[] } {
    const controller = new GatewayController(this.#ports());
    const states: ControllerState[] = [];
    controller.onState((state) => states.push(state));
    return { controller, states };
  }

  strangerTakesPort(): void {
    this.holder = { worker: undefined, runsIn: 'terminal', kill: () => undefined };
  }

  /** A gateway of this home that no window runs: it reads no notes. */
  headlessTakesPort(): void {
    this.holder = { worker: {}, runsIn: 'terminal', kill: () => this.#release() };
  }

  /** Connections to the gateway break; it lives. */
  dropConnections(): void {
    const closed = [...this.#watchers.values()];
    this.#watchers.clear();
    for (const onClosed of closed) onClosed();
  }

  /** The owner's process dies: no farewell, only dropped connections. */
  killOwner(): void {
    this.holder?.kill();
  }

  #ports(): ControllerPorts {
    const window = {};
    return {
      prepareLaunch: () => ({
        host: '127.0.0.1',
        port: PORT,
        runMode: this.runMode,
        startWorker: (onEvent) => this.#startWorker(onEvent),
        startProgram: () => this.#startProgram(),
      }),
      identify: async () => {
        if (this.holder === undefined) return { kind: 'nobody' };
        const { worker, runsIn } = this.holder;
        if (this.hangs) return { kind: 'silent' };
        return worker === undefined ? { kind: 'stranger' } : { kind: 'ours', runsIn, version: VERSION };
      },
      openEvents: async (_baseUrl, { onOpen, onClosed }) => {
        this.#watchers.set(window, onClosed);
        onOpen();
        return { dispose: () => this.#watchers.delete(window) };
      },
      inTurn: async (_port, start) => {
        if (this.#starting !== undefined) {
          await this.#starting;
          return 'busy';
        }
        const run = start();
        this.#starting = run.then(() => undefined);
        return run.finally(() => {
          this.#starting = undefined;
        });
      },
      shutDown: async () => {
        if (this.refusesToEnd) throw new Error('it does not want to');
        this.#release();
      },
      warn: (line) => void this.warnings.push(line),
      monotonic: () => this.now,
      stopMark: {
        isStopped: async () => this.userStopped,
        markStopped: async () => {
          this.userStopped = true;
          for (const listener of [...this.#markListeners]) listener();
        },
        clearStopped: async () => {
          this.userStopped = false;
        },
        onMarked: (listener) => {
          this.#markListeners.add(listener);
          return { dispose: () => this.#markListeners.delete(listener) };
        },
      },
      wait: async (ms, signal) => {
        this.waits.push(ms);
        // Who waits for a gateway that hangs waits for the test to do something.
        if (this.hangs) await new Promise(setImmediate);
        for (let turn = 0; turn < PATIENCE && !signal.aborted; turn += 1) await Promise.resolve();
      },
    };
  }

  #startWorker(onEvent: (event: WorkerEvent) => void): GatewayWorker {
    const worker: GatewayWorker = {
      stop: async () => {
        if (this.holder?.worker !== worker) return;
        onEvent({ type: 'stopping' });
        this.#release();
        onEvent({ type: 'exited', exitCode: 0 });
      },
    };
    const exit = (): void => {
      this.#release();
      onEvent({ type: 'exited', exitCode: 1 });
    };
    queueMicrotask(() => {
      if (this.holder === undefined) {
        this.holder = { worker, runsIn: 'window', kill: exit };
        onEvent({ type: 'ready', baseUrl: BASE_URL, port: PORT });
      } else {
        onEvent({ type: 'failed', code: 'port-taken', message: 'listen EADDRINUSE' });
        onEvent({ type: 'exited', exitCode: 0 });
      }
    });
    return worker;
  }

  async #startProgram(): Promise<ProgramStart> {
    await Promise.resolve();
    if (this.holder !== undefined) return { type: 'failed', code: 'port-taken', message: 'listen EADDRINUSE' };
    this.programsStarted += 1;
    this.holder = { worker: {}, runsIn: 'detached', kill: () => this.#release() };
    return { type: 'ready' };
  }

  #release(): void {
    this.holder = undefined;
    this.dropConnections();
  }
}
