import type { Status } from '../protocol/api.ts';
import type { GatewayAccess } from './gatewayAccess.ts';
import type { GatewayController } from './gatewayController.ts';
import { type Disposable, Listeners } from './listeners.ts';
import { Refresher } from './refresher.ts';

/** Today's figures start anew at midnight, without any request to tell of it. */
const IDLE_REFRESH_MS = 60_000;

/** Keeps the gateway's status at hand: read again after every finished request and every change of settings. */
export class StatusMonitor {
  readonly #access: GatewayAccess;
  readonly #changes = new Listeners<Status | undefined>();
  readonly #refresher = new Refresher(() => this.#refresh());
  readonly #timer: NodeJS.Timeout;
  readonly #subscriptions: readonly Disposable[];
  readonly onStatus = this.#changes.add;
  #status: Status | undefined;

  constructor(controller: GatewayController, access: GatewayAccess) {
    this.#access = access;
    this.#timer = setInterval(this.#refresher.request, IDLE_REFRESH_MS);
    this.#subscriptions = [
      controller.onState(this.#refresher.request),
      controller.onConnected(this.#refresher.request),
      controller.onNotice(this.#refresher.request),
    ];
  }

  /** Undefined while there is no gateway. */
  get status(): Status | undefined {
    return this.#status;
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#refresher.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changes.dispose();
  }

  async #refresh(): Promise<void> {
    const client = await this.#access.client();
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    this.#status = client === undefined ? undefined : await client.status(timeZone);
    this.#changes.fire(this.#status);
  }
}
