import * as vscode from 'vscode';
import type { z } from 'zod';
import { GatewayClient, GatewayRefusal } from '../apiClient/gatewayClient.ts';

const UNAVAILABLE = 503;

/** The user has been told why, and does not want to try again. */
export class GivenUp extends Error {}

/**
 * The gateway's API for commands: a change that cannot be made just now, for example because another program holds the
 * ledger, is tried again when the user says so, with all that they have typed. Throws GivenUp where they do not.
 */
export class PatientClient extends GatewayClient {
  override async write<T>(schema: z.ZodType<T>, ...request: Change): Promise<T> {
    for (;;) {
      try {
        return await super.write(schema, ...request);
      } catch (thrown) {
        if (!isForNow(thrown)) throw thrown;
        if (!(await wantsAgain(thrown))) throw new GivenUp();
      }
    }
  }
}

type Change = Parameters<GatewayClient['write']> extends [unknown, ...infer Rest] ? Rest : never;

function isForNow(thrown: unknown): thrown is GatewayRefusal {
  return thrown instanceof GatewayRefusal && thrown.status === UNAVAILABLE;
}

async function wantsAgain({ message }: GatewayRefusal): Promise<boolean> {
  const again = vscode.l10n.t('Try Again');
  return (await vscode.window.showErrorMessage(vscode.l10n.t('Torii: {0}', message), again)) === again;
}
