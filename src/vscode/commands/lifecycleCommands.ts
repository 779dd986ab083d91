import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import { attachedLine } from '../attachedText.ts';
import type { GatewayAccess } from '../gatewayAccess.ts';
import type { GatewayController } from '../gatewayController.ts';
import { offer } from '../offer.ts';

/** The other window lets running requests end first. */
const OWNER_DEADLINE_MS = 8000;

/** Start, stop and restart. Failures are told by FailureNotice; what went well is told here. */
export class LifecycleCommands {
  readonly #controller: GatewayController;
  readonly #access: GatewayAccess;

  constructor(controller: GatewayController, access: GatewayAccess) {
    this.#controller = controller;
    this.#access = access;
  }

  readonly start = async (): Promise<void> => {
    await this.#controller.start();
    this.#tellRunning();
  };

  readonly restart = async (): Promise<void> => {
    await this.#controller.restart();
    this.#tellRunning();
  };

  readonly stop = async (): Promise<void> => {
    const { state } = this.#controller;
    if (state.kind === 'attached' && state.runsIn !== 'detached') return this.#stopAttached();
    await this.#controller.stop();
    void vscode.window.showInformationMessage(vscode.l10n.t('Torii is stopped.'));
  };

  /** For commands that need a gateway: starts it if it is off. Undefined if that failed, which has been told then. */
  async clientOfRunning(): Promise<GatewayClient | undefined> {
    await this.#controller.start();
    return this.#access.commandClient();
  }

  async #stopAttached(): Promise<void> {
    const everywhere = vscode.l10n.t('Stop for All Windows');
    const here = vscode.l10n.t('Disconnect This Window');
    const question = vscode.l10n.t('Torii runs in another window, and this one uses it.');
    const answer = await vscode.window.showWarningMessage(question, { modal: true }, everywhere, here);
    if (answer === everywhere) await this.#stopEverywhere();
    if (answer === here) {
      await this.#controller.stop();
      const text = vscode.l10n.t('This window no longer uses Torii. It goes on in the other one.');
      await offer(text, vscode.l10n.t('Start Proxy'), 'torii.startProxy');
    }
  }

  async #stopEverywhere(): Promise<void> {
    if (await this.#controller.stopOwner(OWNER_DEADLINE_MS)) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Torii is stopped.'));
      return;
    }
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Torii was not started by a window of this editor. Stop it where it was started.'),
    );
  }

  #tellRunning(): void {
    const { state } = this.#controller;
    if (state.kind === 'running') {
      void vscode.window.showInformationMessage(vscode.l10n.t('Torii runs at {0}.', state.baseUrl));
    }
    if (state.kind === 'attached') {
      void vscode.window.showInformationMessage(attachedLine(state));
    }
  }
}
