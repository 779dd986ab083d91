import { createHash } from 'node:crypto';
import { type GatewayClient, GatewayRefusal, type KeyInfo } from './gatewayClient.ts';

export interface AgentKeyRequest {
  /** The agent's id. */
  readonly alias: string;
  /** Keys that stand in the agent's settings now. */
  readonly inUse: readonly string[];
  /** USD; undefined leaves a key's budget as it is, and gives a new key none. */
  readonly maxBudget: number | undefined;
  /** Makes a new key in any case: the old one may have become known. */
  readonly rotate: boolean;
  /** Epoch ms. */
  readonly now: number;
}

export interface AgentKey {
  readonly key: string;
  readonly reused: boolean;
}

/**
 * The virtual key of an agent. The one in its settings stays where the gateway knows it by this alias and takes it, so
 * that its spend and budget go on; else an older one of that name is deleted and a new one made. Throws GatewayRefusal.
 */
export async function obtainAgentKey(client: GatewayClient, request: AgentKeyRequest): Promise<AgentKey> {
  const kept = request.rotate ? undefined : await findUsable(client, request);
  if (kept !== undefined) return { key: kept, reused: true };
  return { key: await client.renewKey(request.alias, { created_by: 'torii' }, request.maxBudget), reused: false };
}

async function findUsable(client: GatewayClient, request: AgentKeyRequest): Promise<string | undefined> {
  for (const key of request.inUse) {
    const token = createHash('sha256').update(key).digest('hex');
    const info = await client.keyInfo(token);
    if (info === undefined || !isUsable(info, request)) continue;
    if (await takesBudget(client, token, request.maxBudget)) return key;
  }
  return undefined;
}

function isUsable({ key_alias, blocked, expires, status }: KeyInfo, { alias, now }: AgentKeyRequest): boolean {
  if (key_alias !== alias || blocked === true || (status ?? 'active') !== 'active') return false;
  return typeof expires !== 'string' || Date.parse(expires) > now;
}

/** A gateway that cannot change the key's budget has to make a key with the right one. */
async function takesBudget(client: GatewayClient, token: string, maxBudget: number | undefined): Promise<boolean> {
  if (maxBudget === undefined) return true;
  try {
    await client.setKeyBudget(token, maxBudget);
    return true;
  } catch (error) {
    if (error instanceof GatewayRefusal && error.status !== 0) return false;
    throw error;
  }
}
