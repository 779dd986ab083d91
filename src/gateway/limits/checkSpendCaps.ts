import type { BlockedBudget } from '../../domain/budget.ts';
import { GLOBAL_SCOPE } from '../../domain/budget.ts';
import { readBudgetSettings } from '../../domain/budgetSettings.ts';
import { GatewayError } from '../../domain/errors.ts';
import { startOfDay } from '../../domain/localDay.ts';
import { type NanoUsd, toUsd } from '../../domain/money.ts';
import { type CapSpan, capSpans, type SpendCap } from '../../domain/spendCaps.ts';
import { instantOf, wallTimeAt } from '../../domain/wallTime.ts';
import type { GatewayContext } from '../context.ts';
import type { RequestCall } from '../requestCall.ts';

/** What is known of a call before it leaves. */
interface CapCall {
  readonly call: RequestCall;
  readonly group: string;
  /** The most that it can cost; undefined where no price is known. */
  readonly estimate: () => NanoUsd | undefined;
}

interface Spent {
  /** Which request, task, day or month. */
  readonly key: string;
  readonly spend: NanoUsd;
}

const DAY_MS = 86_400_000;

/**
 * Lets a call pass the caps per request, task, day and month, or asks, or throws `budget`. A task, day or month is over
 * its cap once it has spent it: calls that run at once can pass it together. Without caps nothing is read.
 */
export async function checkSpendCaps(context: GatewayContext, wish: CapCall): Promise<void> {
  for (const span of capSpans) {
    const cap = context.spendCaps.caps[span];
    if (cap !== undefined && cap.action !== 'warn') await pass(context, wish, span, cap);
  }
}

async function pass(context: GatewayContext, wish: CapCall, span: CapSpan, cap: SpendCap): Promise<void> {
  for (;;) {
    const spent = await spentIn(context, wish, span);
    if (spent === undefined) return;
    const limit = cap.amount + context.spendCaps.raised(spent.key);
    const isOver = span === 'request' ? spent.spend > limit : spent.spend >= limit;
    if (!isOver) return;
    if (cap.action === 'stop') throw capError(span, spent.spend, limit);
    const decision = await ask(context, wish, span, { spent, limit });
    if (decision === 'refuse') throw capError(span, spent.spend, limit, ' Nobody allowed it.');
    if (decision === 'allow-once') return;
  }
}

/** Undefined where there is nothing to compare: a call without a task, or without a price. */
async function spentIn(
  context: GatewayContext,
  { call, estimate }: CapCall,
  span: CapSpan,
): Promise<Spent | undefined> {
  const { callId, taskId } = call.facts;
  if (span === 'request') {
    const most = estimate();
    return most === undefined ? undefined : { key: `request ${callId}`, spend: most };
  }
  if (span === 'task') {
    if (taskId === undefined) return undefined;
    return { key: `task ${taskId}`, spend: (await context.spend.totals({ taskId })).cost };
  }
  const now = context.clock.now();
  const { timeZone } = context.spendCaps;
  const from = span === 'day' ? startOfDay(now, timeZone) : startOfMonth(now, timeZone);
  return { key: `${span} ${from}`, spend: (await context.spend.totals({ from })).cost };
}

function startOfMonth(now: number, timeZone: string): number {
  const wall = wallTimeAt(now, timeZone);
  const first = { ...wall, day: 1, hour: 0, minute: 0, second: 0 };
  return instantOf(first, timeZone, now - (wall.day + 1) * DAY_MS);
}

async function ask(
  context: GatewayContext,
  { call, group, estimate }: CapCall,
  span: CapSpan,
  { spent, limit }: { readonly spent: Spent; readonly limit: NanoUsd },
) {
  const { askTimeoutMs } = readBudgetSettings(context.settings.current.document);
  const named = { model: null, duration: null, spend: spent.spend, reserved: 0, maxBudget: limit, resetsAt: null };
  const blocked: BlockedBudget = {
    ...{ account: context.spendCaps.accountOf(spent.key), scope: GLOBAL_SCOPE },
    ...{
      model: undefined,
      duration: undefined,
      maxBudget: limit,
      spend: spent.spend,
      reserved: 0,
      resetsAt: undefined,
    },
  };
  const { callId, client } = call.facts;
  const whose = { scope: span, scopeId: spent.key, name: '' };
  const question = { ...named, ...whose, callId, modelGroup: group, client: client ?? null, estimate: estimate() ?? 0 };
  return await context.budgetQuestions.ask(blocked, question, askTimeoutMs, call.controller.signal);
}

function capError(span: CapSpan, spend: NanoUsd, limit: NanoUsd, further = ''): GatewayError {
  const words: Readonly<Record<CapSpan, string>> = {
    request: `This request could cost up to $${toUsd(spend)}, and a request may cost $${toUsd(limit)}.`,
    task: `This task has cost $${toUsd(spend)} of the $${toUsd(limit)} that a task may cost.`,
    day: `Today has cost $${toUsd(spend)} of the $${toUsd(limit)} that a day may cost.`,
    month: `This month has cost $${toUsd(spend)} of the $${toUsd(limit)} that a month may cost.`,
  };
  return new GatewayError(
    'budget',
    `${words[span]} Raise torii.budget.${span} in the editor's settings to go on.${further}`,
  );
}
