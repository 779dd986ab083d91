import * as vscode from 'vscode';
import type { GatewayController } from './gatewayController.ts';
import type { ControllerState } from './gatewayState.ts';
import type { Disposable } from './listeners.ts';

/** A detached gateway outlives an update of the extension: says so once, and offers to restart it. */
export class OutdatedNotice implements Disposable {
  readonly #controller: GatewayController;
  readonly #version: string;
  readonly #subscription: Disposable;
  #told: string | undefined;

  constructor(controller: GatewayController, version: string) {
    this.#controller = controller;
    this.#version = version;
    this.#subscription = controller.onState((state) => void this.#check(state));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #check(state: ControllerState): Promise<void> {
    if (state.kind !== 'attached' || state.runsIn !== 'detached') return;
    if (state.version === this.#version || state.version === this.#told) return;
    this.#told = state.version;
    const restart = vscode.l10n.t('Restart Proxy');
    const text = vscode.l10n.t(
      'Torii is version {0} now, but the proxy that runs is version {1}. Restart it to update it.',
      this.#version,
      state.version,
    );
    if ((await vscode.window.showInformationMessage(text, restart)) === restart) await this.#controller.restart();
  }
}
