import type { GatewayController } from './gatewayController.ts';
import { type Disposable, Listeners } from './listeners.ts';

/** A connection that comes back within this time is no news, ms. */
const GRACE_MS = 3000;

/** Whether the gateway's notices reach this window. While they do not, figures have to be read at intervals. */
export class NewsWatch implements Disposable {
  readonly #graceMs: number;
  readonly #changes = new Listeners<void>();
  readonly #subscriptions: readonly Disposable[];
  readonly onChange = this.#changes.add;
  #timer: NodeJS.Timeout | undefined;
  #isCut = false;

  constructor(controller: Pick<GatewayController, 'onConnected' | 'onDropped' | 'onState'>, graceMs = GRACE_MS) {
    this.#graceMs = graceMs;
    this.#subscriptions = [
      controller.onDropped(() => this.#expect()),
      controller.onConnected(() => this.#set(false)),
      // Another state has its own words, and a gateway that begins is connected to at once.
      controller.onState(() => this.#set(false)),
    ];
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changes.dispose();
  }

  #expect(): void {
    if (this.#isCut || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#set(true), this.#graceMs);
    this.#timer.unref();
  }

  #set(isCut: boolean): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (isCut === this.#isCut) return;
    this.#isCut = isCut;
    this.#changes.fire();
  }
}
