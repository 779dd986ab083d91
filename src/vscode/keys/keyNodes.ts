import { z } from 'zod';
import type { MoreNode } from '../trees/growingList.ts';

/** A row of LiteLLM's list of keys, as far as the tree shows it. Amounts in USD; times ISO 8601. */
const keyRowSchema = z.object({
  /** Hash of the key. */
  token: z.string(),
  /** `sk-...ab12` */
  key_name: z.string(),
  key_alias: z.string().nullish(),
  spend: z.number().nullish(),
  max_budget: z.number().nullish(),
  budget_duration: z.string().nullish(),
  budget_reset_at: z.string().nullish(),
  expires: z.string().nullish(),
  blocked: z.boolean().nullish(),
  models: z.array(z.string()).nullish(),
  team_id: z.string().nullish(),
  user_id: z.string().nullish(),
});
export type KeyRow = z.infer<typeof keyRowSchema>;

export const keyListSchema = z.object({ keys: z.array(keyRowSchema), total_count: z.number() });

export interface KeyNode {
  readonly kind: 'key';
  readonly key: KeyRow;
}

/** What the tree of keys shows. */
export type KeysNode = KeyNode | MoreNode;

export function nameOf({ key_alias: alias, key_name: name }: KeyRow): string {
  return alias ?? name;
}

/** Share of the budget that is spent, from 0; undefined without a budget. */
export function shareOf({ spend, max_budget: budget }: KeyRow): number | undefined {
  if (budget === null || budget === undefined) return undefined;
  return budget === 0 ? 1 : (spend ?? 0) / budget;
}

const CELLS = 8;

/** `▰▰▰▱▱▱▱▱`: a bar made of text, since a native tree draws none. */
export function spendBar(share: number): string {
  const full = Math.min(CELLS, Math.max(share > 0 ? 1 : 0, Math.floor(share * CELLS)));
  return '▰'.repeat(full) + '▱'.repeat(CELLS - full);
}
