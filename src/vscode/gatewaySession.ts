import { isDeepStrictEqual } from 'node:util';
import type { PortHolder } from '../apiClient/identity.ts';
import type { Notice } from '../protocol/api.ts';
import { baseUrlOf } from './address.ts';
import type { ControllerPorts, GatewayWorker, Launch, WorkerEvent } from './controllerPorts.ts';
import type { Attachment, ControllerState, FailureCode } from './gatewayState.ts';
import type { Disposable } from './listeners.ts';
import { type ClaimOutcome, claimPort } from './portClaim.ts';
import { RestartPace } from './restartPace.ts';

/** A holder that goes away between "port taken" and the question who holds it leaves the port free again. */
const BIND_TRIES = 20;
/** A holder that says nothing, for more than a second each time, is no gateway. */
const SILENT_TRIES = 3;
const BIND_PAUSE_MS = 100;
const EVENTS_PAUSE_MS = 500;
/** A port whose holder says nothing is looked at again after this long. */
const SILENCE_PAUSE_MS = 2000;

/** How long running requests get to end, ms. The editor waits about 5 s for a window that closes. */
export const drainTimes = { closing: 2500, stop: 5000, restart: 30_000 } as const;

export interface SessionListeners {
  readonly onState: (state: ControllerState) => void;
  readonly onNotice: (notice: Notice) => void;
  /** The event connection stands (again): figures may be stale. */
  readonly onConnected: () => void;
  /** It is gone. */
  readonly onDropped: () => void;
}

/**
 * One span between the wish for a gateway and its end: binds the port, or attaches to whoever holds it and races to be
 * the next when that one is gone. Says nothing more once it has ended.
 */
export class GatewaySession {
  readonly #ports: ControllerPorts;
  readonly #listeners: SessionListeners;
  readonly #stop = new AbortController();
  #tellPortFree: () => void = () => undefined;
  readonly #portFree = new Promise<void>((resolve) => {
    this.#tellPortFree = resolve;
  });
  readonly #pace: RestartPace;
  #worker: GatewayWorker | undefined;
  #events: Disposable | undefined;
  #mark: Disposable | undefined;
  #serving = false;

  constructor(ports: ControllerPorts, listeners: SessionListeners) {
    this.#ports = ports;
    this.#listeners = listeners;
    this.#pace = new RestartPace(() => ports.monotonic());
  }

  /** Resolves when this window runs a gateway, is attached to one, has failed, or was ended. */
  async begin(): Promise<void> {
    this.#report({ kind: 'starting' });
    let silent = 0;
    for (let tries = 1; !this.#ended; tries += 1) {
      const launch = this.#ports.prepareLaunch();
      const outcome = await this.#claim(launch);
      if (this.#ended) return;
      if (outcome.type !== 'again') return this.#settle(outcome, launch);
      silent += outcome.silent ? 1 : 0;
      if (silent === SILENT_TRIES) return this.#bearSilence(outcome.message, launch);
      if (tries === BIND_TRIES) return this.#fail('port-taken', outcome.message, launch.port);
      await this.#ports.wait(BIND_PAUSE_MS, this.#stop.signal);
    }
  }

  /**
   * Ends the gateway if it runs here, leaves it alone if it is not this window's. Running requests get `drainMs` to end.
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
    await Promise.race([this.#portFree, gone]);
    return worker;
  }

  /** It may be a gateway of this home that hangs: once it says something, or is gone, this window tries again by itself. */
  #bearSilence(message: string, { host, port }: Launch): void {
    this.#fail('port-silent', message, port);
    void this.#untilAnswer(baseUrlOf(host, port)).then(async () => {
      if (!this.#ended) await this.begin();
    });
  }

  async #untilAnswer(baseUrl: string): Promise<PortHolder | undefined> {
    while (!this.#ended) {
      const holder = await this.#ports.identify(baseUrl);
      if (holder.kind !== 'silent') return holder;
      await this.#ports.wait(SILENCE_PAUSE_MS, this.#stop.signal);
    }
    return undefined;
  }

  #claim(launch: Launch): Promise<ClaimOutcome> {
    return claimPort(this.#ports, launch, {
      adopt: (worker) => {
        this.#worker = worker;
      },
      watch: (worker, event) => this.#watch(worker, event),
    });
  }

  async #settle(outcome: Exclude<ClaimOutcome, { type: 'again' }>, { port }: Launch): Promise<void> {
    switch (outcome.type) {
      case 'running':
        return this.#run(outcome.baseUrl);
      case 'attached':
        return this.#attach({ baseUrl: outcome.baseUrl, runsIn: outcome.runsIn, version: outcome.version });
      case 'failed':
        return this.#fail(outcome.code, outcome.message, port);
      default:
        return;
    }
  }

  /** What the thread does after it was ready. `stopping` unasked: the user stopped it in another window. */
  #watch(worker: GatewayWorker, event: WorkerEvent): void {
    if (worker !== this.#worker) return;
    if (event.type === 'stopping') this.#tellPortFree();
    if (event.type === 'exited') this.#worker = undefined;
    if (!this.#serving) return;
    if (event.type === 'stopping') this.#leave({ kind: 'stopped' });
    if (event.type === 'exited') {
      const { port } = this.#ports.prepareLaunch();
      this.#leave({ kind: 'failed', code: 'crashed', detail: `exit code ${event.exitCode}`, port });
    }
  }

  async #run(baseUrl: string): Promise<void> {
    this.#serving = true;
    await this.#obeyStopMark();
    this.#report({ kind: 'running', baseUrl });
    await this.#connect(baseUrl, () => void this.#reconnect(baseUrl));
  }

  async #attach(attachment: Attachment): Promise<void> {
    this.#pace.begun();
    this.#report({ kind: 'attached', ...attachment });
    await this.#connect(attachment.baseUrl, () => void this.#succeed(attachment));
  }

  /** The user may stop the proxy in any window: the one that runs it reads the note, too. */
  async #obeyStopMark(): Promise<void> {
    await this.#ports.stopMark.clearStopped();
    this.#mark = this.#ports.stopMark.onMarked(() => void this.#worker?.stop(drainTimes.stop));
    if (this.#ended) this.#mark.dispose();
  }

  async #connect(baseUrl: string, onClosed: () => void): Promise<void> {
    const events = await this.#ports.openEvents(baseUrl, {
      onOpen: () => this.#listeners.onConnected(),
      onNotice: (notice) => this.#listeners.onNotice(notice),
      onClosed: () => {
        this.#listeners.onDropped();
        onClosed();
      },
    });
    if (this.#ended) events.dispose();
    else this.#events = events;
  }

  async #reconnect(baseUrl: string): Promise<void> {
    await this.#ports.wait(EVENTS_PAUSE_MS, this.#stop.signal);
    if (!this.#ended && this.#serving) await this.#connect(baseUrl, () => void this.#reconnect(baseUrl));
  }

  /**
   * The connection is gone. With the owner: take its place, or start the process again, unless the user stopped it. Without
   * it, this window stays attached and connects again; while the owner says nothing, it waits for it.
   */
  async #succeed(attachment: Attachment): Promise<void> {
    const { runsIn, baseUrl } = attachment;
    const holder = this.#ended ? undefined : await this.#untilAnswer(baseUrl);
    if (this.#ended) return;
    if (await this.#ports.stopMark.isStopped()) return this.#leave({ kind: 'stopped' });
    if (holder?.kind === 'ours') {
      const { version } = holder;
      return this.#connectAgain({ baseUrl, runsIn: holder.runsIn, version }, attachment);
    }
    if (runsIn === 'detached') {
      this.#ports.warn('The process of the gateway has ended; looking for it, or starting it again.');
      const waitMs = this.#pace.pauseMs();
      if (waitMs > 0) {
        this.#report({ kind: 'starting' });
        await this.#ports.wait(waitMs, this.#stop.signal);
      }
    }
    await this.begin();
  }

  /** Nothing is told of it unless it is another owner: what is shown stays in its place. */
  async #connectAgain(attachment: Attachment, before: Attachment): Promise<void> {
    await this.#ports.wait(BIND_PAUSE_MS, this.#stop.signal);
    if (this.#ended) return;
    if (!isDeepStrictEqual(attachment, before)) this.#report({ kind: 'attached', ...attachment });
    await this.#connect(attachment.baseUrl, () => void this.#succeed(attachment));
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

  #fail(code: FailureCode, detail: string, port: number): void {
    this.#report({ kind: 'failed', code, detail, port });
  }

  #report(state: ControllerState): void {
    if (!this.#ended) this.#listeners.onState(state);
  }

  get #ended(): boolean {
    return this.#stop.signal.aborted;
  }
}
