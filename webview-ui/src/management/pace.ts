import type { BudgetStanding } from '../../../src/protocol/budgets.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
/** Before this part of its time is over, a budget has no pace: a first hour says nothing of a month. */
const SOONEST = 0.1;

/** Epoch ms at which a budget that ends at `end` began: `30d`, or `1mo` of the calendar. */
function beginOf(duration: string, end: number): number | undefined {
  const [, count = '', unit = ''] = /^(\d+)(mo|[smhdw])$/.exec(duration) ?? [];
  if (unit !== 'mo') return unit === '' ? undefined : end - Number(count) * (UNIT_MS[unit] ?? 0);
  const begin = new Date(end);
  begin.setUTCMonth(begin.getUTCMonth() - Number(count));
  return begin.getTime();
}

/**
 * What will have been spent at the end of a budget's time, in nano-USD, if it goes on as since its begin. Undefined for a
 * budget without an end, and in its first tenth.
 */
export function paceOf(
  { spend, duration, resetsAt }: Pick<BudgetStanding, 'spend' | 'duration' | 'resetsAt'>,
  now: number,
): number | undefined {
  const begin = duration === null || resetsAt === null ? undefined : beginOf(duration, resetsAt);
  if (begin === undefined || resetsAt === null || resetsAt <= begin) return undefined;
  const part = (now - begin) / (resetsAt - begin);
  return part < SOONEST || part > 1 ? undefined : spend / part;
}
