import type { ControllerPorts, GatewayWorker, WorkerEvent } from '../../../src/vscode/controllerPorts.ts';
import { GatewayController } from '../../../src/vscode/gatewayController.ts';
import type { ControllerState } from '../../../src/vscode/gatewayState.ts';

export const PORT = 4000;
export const BASE_URL = 'http://127.0.0.1:4000';

/** A wait here is so many turns of the event loop's microtasks. */
const PATIENCE = 100;

interface Holder {
  /** Thread that holds the port; undefined is another program. */
  readonly worker: object | undefined;
  readonly kill: () => void;
}

/** One machine with one port and one home, and windows that want a gateway on it. Nothing here waits for time to pass. */
export class Machine {
  holder: Holder | undefined;
  userStopped = false;
  readonly #markListeners = new Set<() => void>();
  readonly #watchers = new Map<object, () => void>();

  window(): { controller: GatewayController; states: ControllerState[] } {
    const controller = new GatewayController(this.#ports());
    const states: ControllerState[] = [];
    controller.onState((state) => states.push(state));
    return { controller, states };
  }

  strangerTakesPort(): void {
    this.holder = { worker: undefined, kill: () => undefined };
  }

  /** A gateway of this home that no window runs: it reads no notes. */
  headlessTakesPort(): void {
    this.holder = { worker: {}, kill: () => this.#release() };
  }

  /** The owner's process dies: no farewell, only dropped connections. */
  killOwner(): void {
    this.holder?.kill();
  }

  #ports(): ControllerPorts {
    const window = {};
    return {
      prepareLaunch: () => ({ host: '127.0.0.1', port: PORT, startWorker: (onEvent) => this.#startWorker(onEvent) }),
      identify: async () => {
        if (this.holder === undefined) return 'nobody';
        return this.holder.worker === undefined ? 'stranger' : 'ours';
      },
      openEvents: async (_baseUrl, { onOpen, onClosed }) => {
        this.#watchers.set(window, onClosed);
        onOpen();
        return { dispose: () => this.#watchers.delete(window) };
      },
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
      wait: async (_ms, signal) => {
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
        this.holder = { worker, kill: exit };
        onEvent({ type: 'ready', baseUrl: BASE_URL, port: PORT });
      } else {
        onEvent({ type: 'failed', code: 'port-taken', message: 'listen EADDRINUSE' });
        onEvent({ type: 'exited', exitCode: 0 });
      }
    });
    return worker;
  }

  #release(): void {
    this.holder = undefined;
    const closed = [...this.#watchers.values()];
    this.#watchers.clear();
    for (const onClosed of closed) onClosed();
  }
}
