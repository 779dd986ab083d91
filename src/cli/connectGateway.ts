import { GatewayClient } from '../apiClient/gatewayClient.ts';
import { identifyHolder, type PortHolder } from '../apiClient/identity.ts';
import { toLoopbackBaseUrl } from '../clients/loopbackUrl.ts';
import { readAddress } from '../config/gatewayAddress.ts';
import { type Home, readHomeKey } from '../config/home.ts';
import { GatewayError } from '../domain/errors.ts';

export const DEFAULT_BASE_URL = 'http://127.0.0.1:4000';
const WHAT_TO_DO =
  'Start it with "torii" (or in the editor), or name its address with --base-url and its home with TORII_HOME.';

export interface Connection {
  readonly client: GatewayClient;
  /** Of the home: an admin key, which must never reach an agent. */
  readonly homeKey: string;
}

/**
 * The running gateway of a home, found by its note or at the default port, once it has proven that it is one: the key
 * is not sent before. Throws GatewayError `unavailable` with what to do.
 */
export async function connectGateway(home: Home, wanted: string | undefined): Promise<Connection> {
  const baseUrl = toLoopbackBaseUrl(wanted ?? (await readAddress(home)) ?? DEFAULT_BASE_URL);
  const homeKey = await readHomeKey(home);
  const { kind } = await identifyHolder(baseUrl, homeKey);
  if (kind === 'ours' && homeKey !== undefined) return { client: new GatewayClient(baseUrl, homeKey), homeKey };
  throw new GatewayError('unavailable', `${problemOf(kind, baseUrl, home)} ${WHAT_TO_DO}`);
}

function problemOf(kind: PortHolder['kind'], baseUrl: string, home: Home): string {
  if (kind === 'nobody') return `No gateway runs at ${baseUrl}.`;
  if (kind === 'silent') return `What listens at ${baseUrl} did not answer in time; no key was sent to it.`;
  return `What answers at ${baseUrl} is not the gateway of ${home.directory}; no key was sent to it.`;
}
