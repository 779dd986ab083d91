import type { CheckResult, ReportLanguage } from '../domain/doctor.ts';
import { messageOf } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';
import { CHECK_IDS, CHECKS, type CheckId } from './checkList.ts';
import { type Finding, failure } from './finding.ts';
import { renderFinding } from './texts/render.ts';

export interface Check {
  readonly id: CheckId;
  /** What it throws is a finding, too. */
  run(signal: AbortSignal): Promise<readonly Finding[]> | readonly Finding[];
}

export type CheckClock = Pick<Clock, 'monotonic' | 'timer'>;

export interface Run {
  readonly clock: CheckClock;
  readonly language: ReportLanguage;
  readonly only?: readonly string[] | undefined;
  /** Takes what is secret out of a text. */
  readonly hide: (text: string) => string;
}

/** Nothing that is well takes longer. A one-token call has its own limit. */
const DEADLINE_MS = 15_000;
const CALL_DEADLINE_MS = 90_000;

/** Runs checks side by side, and gives the results in the order of the report. */
export async function runChecks(checks: readonly Check[], run: Run): Promise<readonly CheckResult[]> {
  const wanted = checks.filter(({ id }) => run.only === undefined || run.only.includes(id));
  const results = await Promise.all(wanted.map((check) => runCheck(check, run)));
  return inOrder(results.flat());
}

/** A later list's results take the place of an earlier one's for the checks that it ran. */
export function joinResults(...lists: readonly (readonly CheckResult[])[]): readonly CheckResult[] {
  const joined = lists.reduce((earlier, later) => {
    const ran = new Set(later.map(({ id }) => id));
    return [...earlier.filter(({ id }) => !ran.has(id)), ...later];
  }, []);
  return inOrder(joined);
}

function inOrder(results: readonly CheckResult[]): readonly CheckResult[] {
  const place = new Map<string, number>(CHECK_IDS.map((id, index) => [id, index]));
  return results.toSorted((left, right) => (place.get(left.id) ?? 0) - (place.get(right.id) ?? 0));
}

async function runCheck(check: Check, run: Run): Promise<readonly CheckResult[]> {
  const since = run.clock.monotonic();
  const findings = await findWithin(check, run.clock);
  const durationMs = Math.round(run.clock.monotonic() - since);
  return findings.map((finding) => ({
    id: check.id,
    group: CHECKS[check.id],
    ...renderFinding(check.id, finding, run.language, run.hide),
    durationMs,
  }));
}

async function findWithin(check: Check, clock: CheckClock): Promise<readonly Finding[]> {
  const controller = new AbortController();
  const deadlineMs = check.id === 'model-access' ? CALL_DEADLINE_MS : DEADLINE_MS;
  let disarm = (): void => undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    disarm = clock.timer(deadlineMs, () => {
      resolve([failure('check-late', { seconds: deadlineMs / 1000 })]);
      controller.abort(new Error('The check took too long.'));
    });
  });
  try {
    return await Promise.race([find(check, controller.signal), late]);
  } finally {
    disarm();
  }
}

async function find(check: Check, signal: AbortSignal): Promise<readonly Finding[]> {
  try {
    return await check.run(signal);
  } catch (thrown) {
    return [{ ...failure('check-broke'), words: messageOf(thrown) }];
  }
}
