import { GatewayClient } from '../apiClient/gatewayClient.ts';
import type { GatewayController } from './gatewayController.ts';
import { liveBaseUrl } from './gatewayState.ts';
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
    return this.#make(GatewayClient);
  }

  /** For commands: what cannot be changed just now is asked about. */
  commandClient(): Promise<GatewayClient | undefined> {
    return this.#make(PatientClient);
  }

  async #make(Client: typeof GatewayClient): Promise<GatewayClient | undefined> {
    const homeKey = await this.#home.readKey();
    const baseUrl = this.baseUrl;
    return homeKey === undefined || baseUrl === undefined ? undefined : new Client(baseUrl, homeKey);
  }
}
