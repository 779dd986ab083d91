import type { SpendGroup } from '../../../domain/spendReports.ts';
import type { GatewayContext } from '../../context.ts';

interface KeyName {
  readonly key_name: string | null;
  readonly key_alias: string | null;
}

const UNKNOWN: KeyName = { key_name: null, key_alias: null };

/** What the keys of these groups are called. Master keys and deleted ones have no name. */
export async function keyNames(
  context: GatewayContext,
  groups: readonly Pick<SpendGroup, 'of'>[],
): Promise<(token: string) => KeyName> {
  const tokens = [...new Set(groups.map(({ of }) => of.token))];
  const keys = await context.keys.findAll(tokens);
  const names = new Map(
    keys.map((key) => [key.token, { key_name: key.keyName, key_alias: key.keyAlias ?? null }] as const),
  );
  return (token) => names.get(token) ?? UNKNOWN;
}
