import type { Notice } from '../protocol/api.ts';
import { baseUrlOf } from './address.ts';
import type { ControllerPorts, GatewayWorker, WorkerEvent } from './controllerPorts.ts';
import type { ControllerState, FailureCode } from './gatewayState.ts';
import type { Disposable } from './listeners.ts';

/** A holder that goes away between "port taken" and the question who holds it leaves the port free again. */
const BIND_TRIES = 20;
const BIND_PAUSE_MS = 100;
const EVENTS_PAUSE_MS = 500;

/** How long running requests get to end, ms. The editor waits about 5 s for a window that closes. */
export const drainTimes = { closing: 2500, stop: 5000, restart: 30_000 } as const;

type LaunchOutcome =
  | { readonly type: 'ready'; readonly port: number }
  | { readonly type: 'failed'; readonly code: FailureCode; readonly message: string }
  | { readonly type: 'ended' };

export interface SessionListeners {
  readonly onState: (state: ControllerState) => void;
  readonly onNotice: (notice: Notice) => void;
  /** The event connection stands (again): figures may be stale. */
  readonly onConnected: () => void;
}

/**
 * One span between the wish for a gateway and its end: binds the port, or attaches to the window that holds it and
 * races to bind again when that one is gone. Says nothing more once it has ended.
 */
export class GatewaySession {
  readonly #ports: ControllerPorts;
  readonly #listeners: SessionListeners;
  readonly #stop = new AbortController();
  #worker: GatewayWorker | undefined;
  #events: Disposable | undefined;
  #mark: Disposable | undefined;
  #serving = false;
  readonly #portFree = Promise.withResolvers<void>();

  constructor(ports: ControllerPorts, listeners: SessionListeners) {
    this.#ports = ports;
    this.#listeners = listeners;
  }

  /** Resolves when this window runs a gateway, is attached to one, has failed, or was ended. */
  async begin(): Promise<void> {
    this.#report({ kind: 'starting' });
    for (let tries = 1; !this.#ended; tries += 1) {
      const settled = await this.#try(tries === BIND_TRIES);
      if (settled) return;
      await this.#ports.wait(BIND_PAUSE_MS, this.#stop.signal);
    }
  }

  /**
   * Ends the gateway if it runs here, leaves it alone if it is another window's. Running requests get `drainMs` to end.
   * Resolves when it is gone.
   */
  async end(drainMs: number): Promise<void> {
    this.#release();
    await this.#worker?.stop(drainMs);
  }

  /** The same, but resolves when the port is free: the next gateway may begin while requests of this one still run. */
  async handOver(drainMs: number): Promise<GatewayWorker | undefined> {
    const worker = this.#worker;
    const gone = this.end(drainMs);
    await Promise.race([this.#portFree.promise, gone]);
    return worker;
  }

  async #try(last: boolean): Promise<boolean> {
    const launch = this.#ports.prepareLaunch();
    const outcome = await this.#launch(launch.startWorker);
    if (this.#ended || outcome.type === 'ended') return true;
    if (outcome.type === 'ready') return this.#serve('running', baseUrlOf(launch.host, outcome.port));
    if (outcome.code !== 'port-taken') return this.#fail(outcome.code, outcome.message, launch.port);
    const baseUrl = baseUrlOf(launch.host, launch.port);
    const holder = await this.#ports.identify(baseUrl);
    if (holder === 'ours') return this.#serve('attached', baseUrl);
    if (holder === 'nobody' && !last) return false;
    return this.#fail('port-taken', outcome.message, launch.port);
  }

  #launch(startWorker: (onEvent: (event: WorkerEvent) => void) => GatewayWorker): Promise<LaunchOutcome> {
    return new Promise((resolve) => {
      const worker = startWorker((event) => {
        if (event.type === 'ready') resolve({ type: 'ready', port: event.port });
        if (event.type === 'failed') resolve({ type: 'failed', code: event.code, message: event.message });
        if (event.type === 'stopping') resolve({ type: 'ended' });
        if (event.type === 'exited')
          resolve({ type: 'failed', code: 'crashed', message: `exit code ${event.exitCode}` });
        this.#watch(worker, event);
      });
      this.#worker = worker;
    });
  }

  /** What the thread does after it was ready. `stopping` unasked: the user stopped it in another window. */
  #watch(worker: GatewayWorker, event: WorkerEvent): void {
    if (worker !== this.#worker) return;
    if (event.type === 'stopping') this.#portFree.resolve();
    if (event.type === 'exited') this.#worker = undefined;
    if (!this.#serving) return;
    if (event.type === 'stopping') this.#leave({ kind: 'stopped' });
    if (event.type === 'exited') {
      const { port } = this.#ports.prepareLaunch();
      this.#leave({ kind: 'failed', code: 'crashed', detail: `exit code ${event.exitCode}`, port });
    }
  }

  async #serve(kind: 'running' | 'attached', baseUrl: string): Promise<true> {
    this.#serving = kind === 'running';
    if (kind === 'running') await this.#obeyStopMark();
    this.#report({ kind, baseUrl });
    await this.#connect(kind, baseUrl);
    return true;
  }

  /** The user may stop the proxy in any window: the one that runs it reads the note, too. */
  async #obeyStopMark(): Promise<void> {
    await this.#ports.stopMark.clearStopped();
    this.#mark = this.#ports.stopMark.onMarked(() => void this.#worker?.stop(drainTimes.stop));
    if (this.#ended) this.#mark.dispose();
  }

  async #connect(kind: 'running' | 'attached', baseUrl: string): Promise<void> {
    const events = await this.#ports.openEvents(baseUrl, {
      onOpen: () => this.#listeners.onConnected(),
      onNotice: (notice) => this.#listeners.onNotice(notice),
      onClosed: () => void this.#dropped(kind, baseUrl),
    });
    if (this.#ended) events.dispose();
    else this.#events = events;
  }

  async #dropped(kind: 'running' | 'attached', baseUrl: string): Promise<void> {
    if (kind === 'attached') return this.#succeed();
    await this.#ports.wait(EVENTS_PAUSE_MS, this.#stop.signal);
    if (!this.#ended && this.#serving) await this.#connect(kind, baseUrl);
  }

  /** The owner is gone: take its place, unless the user stopped it. */
  async #succeed(): Promise<void> {
    if (this.#ended) return;
    if (await this.#ports.stopMark.isStopped()) this.#leave({ kind: 'stopped' });
    else await this.begin();
  }

  #leave(state: ControllerState): void {
    this.#report(state);
    this.#serving = false;
    this.#release();
  }

  #release(): void {
    this.#stop.abort();
    this.#events?.dispose();
    this.#mark?.dispose();
  }

  #fail(code: FailureCode, detail: string, port: number): true {
    this.#report({ kind: 'failed', code, detail, port });
    return true;
  }

  #report(state: ControllerState): void {
    if (!this.#ended) this.#listeners.onState(state);
  }

  get #ended(): boolean {
    return this.#stop.signal.aborted;
  }
}
