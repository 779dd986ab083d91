import { detachedLogFile } from '../config/gatewayLog.ts';
import type { GatewayController } from './gatewayController.ts';
import type { ControllerState } from './gatewayState.ts';
import type { Disposable } from './listeners.ts';
import type { LogChannel } from './logChannel.ts';
import { LogTail } from './logTail.ts';

/** Shows the log of a detached gateway in this window's channel for as long as the window is attached to it. */
export class DetachedLog implements Disposable {
  readonly #home: string;
  readonly #log: LogChannel;
  readonly #subscription: Disposable;
  #tail: LogTail | undefined;

  constructor(controller: GatewayController, home: string, log: LogChannel) {
    this.#home = home;
    this.#log = log;
    this.#subscription = controller.onState((state) => this.#follow(state));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#tail?.dispose();
  }

  #follow(state: ControllerState): void {
    this.#tail?.dispose();
    this.#tail = undefined;
    if (state.kind !== 'attached' || state.runsIn !== 'detached') return;
    const port = Number(new URL(state.baseUrl).port);
    this.#tail = new LogTail(detachedLogFile(this.#home, port), this.#log.write);
  }
}
