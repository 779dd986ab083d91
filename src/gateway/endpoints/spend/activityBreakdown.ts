import { toUsd } from '../../../domain/money.ts';
import type { SpendDimension, SpendGroup } from '../../../domain/spendReports.ts';
import type { keyNames } from './keyNames.ts';
import { groupsBy, promptTokensOf, sumOf, totalTokensOf } from './spendGroups.ts';

export type ActivityEntity = 'userId' | 'teamId' | 'tag' | 'endUser';

type Names = Awaited<ReturnType<typeof keyNames>>;

/** LiteLLM's path of each kind of call. */
const ENDPOINTS: Readonly<Record<string, string>> = {
  acompletion: '/chat/completions',
  atext_completion: '/completions',
  aembedding: '/embeddings',
  aresponses: '/responses',
  anthropic_messages: '/v1/messages',
};

/** Groups per day and key, told apart further in each of LiteLLM's ways. */
export interface ActivityGroups {
  readonly keys: readonly SpendGroup[];
  readonly models: readonly SpendGroup[];
  readonly modelGroups: readonly SpendGroup[];
  readonly providers: readonly SpendGroup[];
  readonly endpoints: readonly SpendGroup[];
  readonly entities: { readonly dimension: ActivityEntity; readonly groups: readonly SpendGroup[] };
}

/** The days with their sums and breakdowns, in the order given. */
export function toActivityDays(
  days: readonly string[],
  groups: ActivityGroups,
  names: Names,
): readonly Record<string, unknown>[] {
  const perDay = {
    keys: groupsBy(groups.keys, 'day'),
    models: groupsBy(groups.models, 'day'),
    modelGroups: groupsBy(groups.modelGroups, 'day'),
    providers: groupsBy(groups.providers, 'day'),
    endpoints: groupsBy(withEndpoints(groups.endpoints), 'day'),
    entities: groupsBy(groups.entities.groups, 'day'),
  };
  const of = (kind: keyof typeof perDay, day: string) => perDay[kind].get(day) ?? [];
  return days.map((date) => ({
    date,
    metrics: toMetrics(of('keys', date)),
    breakdown: {
      mcp_servers: {},
      models: breakdown(of('models', date), 'model', names),
      model_groups: breakdown(of('modelGroups', date), 'modelGroup', names),
      providers: breakdown(of('providers', date), 'provider', names),
      endpoints: breakdown(of('endpoints', date), 'callType', names),
      api_keys: keyBreakdown(of('keys', date), names),
      entities: breakdown(of('entities', date), groups.entities.dimension, names),
    },
  }));
}

function breakdown(groups: readonly SpendGroup[], dimension: SpendDimension, names: Names): Record<string, unknown> {
  const entries = [...groupsBy(groups, dimension)].map(([name, members]) => [
    name === '' ? 'Unassigned' : name,
    { metrics: toMetrics(members), metadata: {}, api_key_breakdown: keyBreakdown(members, names) },
  ]);
  return Object.fromEntries(entries);
}

function keyBreakdown(groups: readonly SpendGroup[], names: Names): Record<string, unknown> {
  const entries = [...groupsBy(groups, 'token')].map(([token, members]) => [
    token,
    {
      metrics: toMetrics(members),
      metadata: { key_alias: names(token).key_alias, team_id: members[0]?.of.teamId || null },
    },
  ]);
  return Object.fromEntries(entries);
}

function withEndpoints(groups: readonly SpendGroup[]): readonly SpendGroup[] {
  return groups.map((group) => {
    const { callType } = group.of;
    return { ...group, of: { ...group.of, callType: ENDPOINTS[callType] ?? callType } };
  });
}

function toMetrics(groups: readonly SpendGroup[]): Record<string, number> {
  const requests = sumOf(groups, 'requests');
  const failed = sumOf(groups, 'failures');
  return {
    spend: toUsd(sumOf(groups, 'cost')),
    prompt_tokens: promptTokensOf(groups),
    completion_tokens: sumOf(groups, 'outputTokens'),
    cache_read_input_tokens: sumOf(groups, 'cacheReadTokens'),
    cache_creation_input_tokens: sumOf(groups, 'cacheWriteTokens'),
    total_tokens: totalTokensOf(groups),
    successful_requests: requests - failed,
    failed_requests: failed,
    api_requests: requests,
    unknown_cost_requests: sumOf(groups, 'unknownCostRequests'),
  };
}

/** The same sums under the names of the answer's `metadata`. */
export function toActivityTotals(groups: readonly SpendGroup[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(toMetrics(groups)).map(([name, value]) => [`total_${name.replace(/^total_/, '')}`, value]),
  );
}
