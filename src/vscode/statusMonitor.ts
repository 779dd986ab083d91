import type { Status } from '../protocol/api.ts';
import type { GatewayAccess } from './gatewayAccess.ts';
import type { GatewayController } from './gatewayController.ts';
import { type GatewayProblem, problemOf } from './gatewayProblem.ts';
import { type Disposable, Listeners } from './listeners.ts';
import type { NewsWatch } from './newsWatch.ts';
import { Refresher } from './refresher.ts';

/** Today's figures start anew at midnight, without any request to tell of it; and a gateway that hangs says nothing. */
const IDLE_REFRESH_MS = 15_000;
/** After a read that failed: the gateway is busy, or its database is locked for a moment. */
const RETRY_MS = 3000;
/** Status is read after every request, but not more often than an eye can follow. */
const PAUSE_MS = 250;

/** Keeps the gateway's status at hand: read again after every finished request and every change of settings. */
export class StatusMonitor {
  readonly #access: GatewayAccess;
  readonly #news: NewsWatch;
  readonly #changes = new Listeners<Status | undefined>();
  readonly #refresher = new Refresher(() => this.#refresh(), PAUSE_MS);
  readonly #timer: NodeJS.Timeout;
  readonly #subscriptions: readonly Disposable[];
  readonly onStatus = this.#changes.add;
  #retry: NodeJS.Timeout | undefined;
  #status: Status | undefined;
  #problem: GatewayProblem | undefined;

  constructor(controller: GatewayController, access: GatewayAccess, news: NewsWatch) {
    this.#access = access;
    this.#news = news;
    this.#timer = setInterval(this.#refresher.request, IDLE_REFRESH_MS);
    this.#subscriptions = [
      controller.onState(this.#refresher.request),
      controller.onConnected(this.#refresher.request),
      controller.onDropped(this.#refresher.request),
      controller.onNotice(this.#refresher.request),
      news.onChange(this.#refresher.request),
    ];
  }

  /** Undefined while there is no gateway; the last one known while it cannot be read. */
  get status(): Status | undefined {
    return this.#status;
  }

  /** Undefined while all is well. */
  get problem(): GatewayProblem | undefined {
    return this.#problem;
  }

  dispose(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#retry);
    this.#refresher.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changes.dispose();
  }

  async #refresh(): Promise<void> {
    clearTimeout(this.#retry);
    try {
      const client = await this.#access.client();
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      this.#status = client === undefined ? undefined : await client.status(timeZone);
      this.#problem = this.#news.isCut ? { kind: 'no-news' } : undefined;
    } catch (thrown) {
      this.#problem = problemOf(thrown);
      this.#retry = setTimeout(this.#refresher.request, RETRY_MS);
      this.#retry.unref();
    }
    this.#changes.fire(this.#status);
  }
}
