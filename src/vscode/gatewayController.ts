import type { Notice } from '../protocol/api.ts';
import type { ControllerPorts, GatewayWorker } from './controllerPorts.ts';
import { drainTimes, GatewaySession } from './gatewaySession.ts';
import type { Attachment, ControllerState } from './gatewayState.ts';
import { Listeners } from './listeners.ts';

/** A detached gateway frees its port within a moment of being told to end. */
const GONE_LOOKS = 50;
const GONE_PAUSE_MS = 100;

/**
 * Whether this window has a gateway, and whose: stopped, starting, running, attached or failed. Every window has one
 * controller; starts and stops follow one another, never overlap.
 */
export class GatewayController {
  readonly #ports: ControllerPorts;
  readonly #states = new Listeners<ControllerState>();
  readonly #notices = new Listeners<Notice>();
  readonly #connected = new Listeners<void>();
  readonly #dropped = new Listeners<void>();
  #state: ControllerState = { kind: 'stopped' };
  #session: GatewaySession | undefined;
  #queue: Promise<void> = Promise.resolve();
  /** Gateways of before a restart that still answer what they had begun. */
  readonly #draining = new Set<GatewayWorker>();

  readonly onState = this.#states.add;
  readonly onNotice = this.#notices.add;
  /** The connection to the gateway's notices stands: read figures afresh. */
  readonly onConnected = this.#connected.add;
  /** That connection is gone, for whatever reason: figures may be stale, or cannot be read. */
  readonly onDropped = this.#dropped.add;

  constructor(ports: ControllerPorts) {
    this.#ports = ports;
  }

  get state(): ControllerState {
    return this.#state;
  }

  /** Resolves when the try is over, well or not: `state` says which. Does nothing while one runs or is attached. */
  start(): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#state.kind === 'running' || this.#state.kind === 'attached') return;
      await this.#begin();
    });
  }

  /**
   * Stops the gateway for good, whether this window runs it or it is detached: attached windows neither take over nor
   * start it again. A window that is attached to another one's only lets go of it. Rejects where a detached one does not
   * end; this window then stays attached.
   */
  stop(): Promise<void> {
    return this.#enqueue(async () => {
      const state = this.#state;
      if (state.kind === 'running' || isDetached(state)) await this.#ports.stopMark.markStopped();
      if (isDetached(state)) await this.#endDetached(state, drainTimes.stop);
      await this.#end();
    });
  }

  /**
   * Stops the gateway of the window that this one is attached to. False where that is no window, but a program of its
   * own, which does not read the note: this window then stays attached.
   */
  stopOwner(deadlineMs: number): Promise<boolean> {
    return this.#enqueue(async () => {
      const over = new AbortController();
      const stopped = this.onState(({ kind }) => (kind === 'stopped' ? over.abort() : undefined));
      await this.#ports.stopMark.markStopped();
      if (this.#state.kind === 'attached') await this.#ports.wait(deadlineMs, over.signal);
      stopped.dispose();
      if (this.#state.kind !== 'attached') return true;
      await this.#ports.stopMark.clearStopped();
      return false;
    });
  }

  /**
   * Drops nothing: the new gateway begins as soon as the port is free, and the old one ends what it had begun. Attached
   * windows stay with the gateway: they attach again, or one of them takes over and this one attaches.
   */
  restart(): Promise<void> {
    return this.#enqueue(async () => {
      const state = this.#state;
      const session = this.#session;
      this.#session = undefined;
      this.#drain(await session?.handOver(drainTimes.restart));
      if (isDetached(state)) await this.#endDetached(state, drainTimes.restart);
      this.#set({ kind: 'stopped' });
      await this.#begin();
    });
  }

  /** The window closes: another one may take over. */
  async dispose(): Promise<void> {
    const draining = [...this.#draining].map((worker) => worker.stop(drainTimes.closing));
    await Promise.all([this.#session?.end(drainTimes.closing), ...draining]);
    this.#states.dispose();
    this.#notices.dispose();
    this.#connected.dispose();
    this.#dropped.dispose();
  }

  async #begin(): Promise<void> {
    await this.#session?.end(drainTimes.stop);
    const session = new GatewaySession(this.#ports, {
      onState: (state) => this.#set(state),
      onNotice: (notice) => this.#notices.fire(notice),
      onConnected: () => this.#connected.fire(),
      onDropped: () => this.#dropped.fire(),
    });
    this.#session = session;
    await session.begin();
  }

  async #end(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.end(drainTimes.stop);
    this.#set({ kind: 'stopped' });
  }

  /** Resolves when its port is free. Where it does not end, this window attaches to it again, and the error is thrown. */
  async #endDetached({ baseUrl }: Attachment, drainMs: number): Promise<void> {
    await this.#session?.end(drainMs);
    try {
      await this.#ports.shutDown(baseUrl, drainMs);
      await this.#untilGone(baseUrl);
    } catch (error) {
      await this.#ports.stopMark.clearStopped();
      await this.#begin();
      throw error;
    }
  }

  async #untilGone(baseUrl: string): Promise<void> {
    const { signal } = new AbortController();
    for (let look = 0; look < GONE_LOOKS; look += 1) {
      if ((await this.#ports.identify(baseUrl)).kind === 'nobody') return;
      await this.#ports.wait(GONE_PAUSE_MS, signal);
    }
    throw new Error(`The gateway at ${baseUrl} still holds its port.`);
  }

  #drain(worker: GatewayWorker | undefined): void {
    if (worker === undefined) return;
    this.#draining.add(worker);
    void worker.stop(drainTimes.restart).then(() => this.#draining.delete(worker));
  }

  #set(state: ControllerState): void {
    this.#state = state;
    this.#states.fire(state);
  }

  #enqueue<T>(task: () => Promise<T>): Promise<T> {
    const run = this.#queue.then(task);
    this.#queue = run.then(
      () => undefined,
      () => undefined,
    );
    return run;
  }
}

function isDetached(state: ControllerState): state is ControllerState & Attachment {
  return state.kind === 'attached' && state.runsIn === 'detached';
}
