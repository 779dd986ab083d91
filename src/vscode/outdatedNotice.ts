import * as vscode from 'vscode';
import type { GatewayController } from './gatewayController.ts';
import type { Attachment, ControllerState } from './gatewayState.ts';
import type { Disposable } from './listeners.ts';

/** A gateway that runs elsewhere can be of another version than this window: says so once, and what to do about it. */
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
    if (state.kind !== 'attached' || state.version === this.#version || state.version === this.#told) return;
    this.#told = state.version;
    if (state.runsIn === 'detached') return await this.#offerRestart(state);
    const where = state.runsIn === 'window' ? vscode.l10n.t('Reload the other window to update it.') : terminalText();
    const text = vscode.l10n.t(
      'Torii is version {0} here, but the proxy that runs is version {1}.',
      this.#version,
      state.version,
    );
    // With a button the editor shows the whole text; the dashboard's settings tell where that proxy runs.
    const open = vscode.l10n.t('Open Dashboard');
    if ((await vscode.window.showInformationMessage(`${text} ${where}`, open)) === open) {
      await vscode.commands.executeCommand('torii.openDashboard');
    }
  }

  async #offerRestart(state: Attachment): Promise<void> {
    const restart = vscode.l10n.t('Restart Proxy');
    const text = vscode.l10n.t(
      'Torii is version {0} now, but the proxy that runs is version {1}. Restart it to update it.',
      this.#version,
      state.version,
    );
    if ((await vscode.window.showInformationMessage(text, restart)) === restart) await this.#controller.restart();
  }
}

function terminalText(): string {
  return vscode.l10n.t('Stop it where it was started: this window then starts its own.');
}
