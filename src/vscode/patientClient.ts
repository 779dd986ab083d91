import { GatewayClient, GatewayRefusal } from '../apiClient/gatewayClient.ts';

const UNAVAILABLE = 503;

/** The user has been told why, and does not want to try again. */
export class GivenUp extends Error {}

/** Tells why a change cannot be made just now; true where it shall be tried again. */
export type AskAgain = (message: string) => Promise<boolean>;

type Change = Parameters<GatewayClient['change']>;

/**
 * The gateway's API for commands: a change that cannot be made just now, for example because another program holds the
 * ledger, is tried again when the user says so, with all that they have typed. Throws GivenUp where they do not.
 */
export class PatientClient extends GatewayClient {
  readonly #askAgain: AskAgain;

  constructor(baseUrl: string, homeKey: string, askAgain: AskAgain) {
    super(baseUrl, homeKey);
    this.#askAgain = askAgain;
  }

  override async change(...request: Change): ReturnType<GatewayClient['change']> {
    for (;;) {
      try {
        return await super.change(...request);
      } catch (thrown) {
        if (!isForNow(thrown)) throw thrown;
        if (!(await this.#askAgain(thrown.message))) throw new GivenUp();
      }
    }
  }
}

function isForNow(thrown: unknown): thrown is GatewayRefusal {
  return thrown instanceof GatewayRefusal && thrown.status === UNAVAILABLE;
}
