import { groupBy } from '../../../domain/groupBy.ts';
import type { SpendDimension } from '../../../domain/spendReports.ts';
import { JsonObject, lazily } from '../../jsonPieces.ts';
import { type ActivityGroup, sumsOf, toMetrics } from './activityMetrics.ts';
import type { keyNames } from './keyNames.ts';
import { groupsBy, groupsByDay } from './spendGroups.ts';

export type ActivityEntity = 'userId' | 'teamId' | 'tag' | 'endUser';

type Names = Awaited<ReturnType<typeof keyNames>>;

/** What is made of so many groups takes a millisecond. */
const MANY_GROUPS = 200;

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
  readonly keys: readonly ActivityGroup[];
  readonly models: readonly ActivityGroup[];
  readonly providers: readonly ActivityGroup[];
  readonly endpoints: readonly ActivityGroup[];
  readonly entities: { readonly dimension: ActivityEntity; readonly groups: readonly ActivityGroup[] };
}

/** The days with their sums and breakdowns, in the order given; made as they are written. */
export function toActivityDays(days: readonly string[], groups: ActivityGroups, names: Names): Iterable<JsonObject> {
  const perDay = {
    keys: groupsByDay(groups.keys),
    models: groupsByDay(groups.models),
    providers: groupsByDay(groups.providers),
    endpoints: groupsByDay(withEndpoints(groups.endpoints)),
    entities: groupsByDay(groups.entities.groups),
  };
  const of = (kind: keyof typeof perDay, day: string) => perDay[kind].get(day) ?? [];
  return lazily(days, (date) =>
    objectOf({
      date,
      metrics: toMetrics(sumsOf(of('keys', date))),
      breakdown: objectOf({
        mcp_servers: {},
        models: breakdown(of('models', date), 'model', names),
        model_groups: breakdown(of('models', date), 'modelGroup', names),
        providers: breakdown(of('providers', date), 'provider', names),
        endpoints: breakdown(of('endpoints', date), 'callType', names),
        api_keys: keyBreakdown(of('keys', date), names),
        entities: breakdown(of('entities', date), groups.entities.dimension, names),
      }),
    }),
  );
}

function objectOf(fields: Readonly<Record<string, unknown>>): JsonObject {
  return new JsonObject(Object.entries(fields));
}

function breakdown(groups: readonly ActivityGroup[], dimension: SpendDimension, names: Names): JsonObject {
  const named = groupBy(groups, ({ of }) => of[dimension] || 'Unassigned');
  return new JsonObject(
    lazily(named, ([name, members]) => {
      const metrics = toMetrics(sumsOf(members));
      return [name, objectOf({ metrics, metadata: {}, api_key_breakdown: keyBreakdown(members, names) })];
    }),
  );
}

/** Few keys are written at once, which costs less than one by one. */
function keyBreakdown(groups: readonly ActivityGroup[], names: Names): unknown {
  const keys = lazily(groupsBy(groups, 'token'), ([token, members]) => {
    const metadata = { key_alias: names(token).key_alias, team_id: members[0]?.of.teamId || null };
    return [token, { metrics: toMetrics(sumsOf(members)), metadata }] as const;
  });
  return groups.length > MANY_GROUPS ? new JsonObject(keys) : Object.fromEntries(keys);
}

function withEndpoints(groups: readonly ActivityGroup[]): readonly ActivityGroup[] {
  return groups.map((group) => {
    const { callType } = group.of;
    return { ...group, of: { ...group.of, callType: ENDPOINTS[callType] ?? callType } };
  });
}
