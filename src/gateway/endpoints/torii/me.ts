import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { textOf } from '../../../domain/entities.ts';
import { startOfDay } from '../../../domain/localDay.ts';
import type { Caller, KeyHolder } from '../../../domain/virtualKey.ts';
import { ME_PATH, type Me, type OwnKey } from '../../../protocol/me.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { isAdmin, seesAll } from '../../management/scope.ts';
import { mayUseGroup } from '../../modelAccess.ts';
import { readQuery } from '../../readQuery.ts';
import { timeZone } from './query.ts';
import { toRequestSummary } from './requestView.ts';
import { toTotals } from './totalsView.ts';

const MONTH_MS = 30 * 86_400_000;
const NEWEST = 20;

const meQuery = z.object({ timeZone });

/** Who asks, and, for a key that may not see everything, what is its own. */
export function registerMe(server: FastifyInstance, context: GatewayContext): void {
  server.get(ME_PATH, { config: { dashboard: true } }, async (request): Promise<Me> => {
    const query = readQuery(meQuery, request);
    const caller = callerOf(request);
    const own = caller.role === 'admin' || seesAll(caller) ? null : await ownFigures(context, caller, query.timeZone);
    return { role: roleOf(caller), key: caller.role === 'admin' ? null : await toOwnKey(context, caller), own };
  });
}

function roleOf(caller: Caller): Me['role'] {
  if (isAdmin(caller)) return 'admin';
  return seesAll(caller) ? 'viewer' : 'key';
}

async function ownFigures(context: GatewayContext, { key }: KeyHolder, zone: string): Promise<Me['own']> {
  const now = context.clock.now();
  const { token } = key;
  const month = { token, from: now - MONTH_MS };
  const [today, whole, models, requests] = await Promise.all([
    context.spend.totals({ token, from: startOfDay(now, zone) }),
    context.spend.totals(month),
    context.spend.byModel(month),
    context.spend.list({ token }, { offset: 0, limit: NEWEST }),
  ]);
  return {
    today: toTotals(today),
    month: toTotals(whole),
    models: models
      .map((sums) => ({ modelGroup: sums.modelGroup, ...toTotals(sums) }))
      .toSorted((one, other) => other.cost - one.cost),
    requests: requests.map(toRequestSummary),
  };
}

async function toOwnKey(context: GatewayContext, holder: KeyHolder): Promise<OwnKey> {
  const { key, team } = holder;
  const state = (await context.budgets.states('key', [key.token])).get(key.token);
  const groups = [...new Set(context.settings.current.deployments.map(({ group }) => group))];
  return {
    name: key.keyName,
    alias: key.keyAlias ?? null,
    userId: key.userId ?? null,
    teamId: key.teamId ?? null,
    teamAlias: textOf(team?.fields, 'team_alias') ?? null,
    models: groups.filter((group) => mayUseGroup(context, { role: 'key', ...holder }, group)),
    spend: state?.spend ?? 0,
    maxBudget: key.maxBudget ?? null,
    resetsAt: state?.resetsAt ?? null,
    expiresAt: key.expiresAt ?? null,
  };
}
