import * as vscode from 'vscode';
import { GatewayClient } from '../apiClient/gatewayClient.ts';
import type { GatewayController } from './gatewayController.ts';
import { liveBaseUrl } from './gatewayState.ts';
import { said } from './gatewayWords.ts';
import { PatientClient } from './patientClient.ts';
import type { SharedHome } from './sharedHome.ts';

/** Gives the client of the gateway that this window runs or is attached to. */
export class GatewayAccess {
  readonly #controller: GatewayController;
  readonly #home: SharedHome;

  constructor(controller: GatewayController, home: SharedHome) {
    this.#controller = controller;
    this.#home = home;
  }

  get baseUrl(): string | undefined {
    return liveBaseUrl(this.#controller.state);
  }

  /** Undefined while there is no gateway. */
  client(): Promise<GatewayClient | undefined> {
    return this.#make((baseUrl, homeKey) => new GatewayClient(baseUrl, homeKey));
  }

  /** For commands: what cannot be changed just now is asked about. */
  commandClient(): Promise<GatewayClient | undefined> {
    return this.#make((baseUrl, homeKey) => new PatientClient(baseUrl, homeKey, askAgain));
  }

  async #make(create: (baseUrl: string, homeKey: string) => GatewayClient): Promise<GatewayClient | undefined> {
    const homeKey = await this.#home.readKey();
    const baseUrl = this.baseUrl;
    return homeKey === undefined || baseUrl === undefined ? undefined : create(baseUrl, homeKey);
  }
}

async function askAgain(message: string): Promise<boolean> {
  const again = vscode.l10n.t('Try Again');
  return (await vscode.window.showErrorMessage(vscode.l10n.t('Torii: {0}', said(message)), again)) === again;
}
