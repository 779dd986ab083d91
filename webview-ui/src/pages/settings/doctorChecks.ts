import type { DoctorCheck } from '../../../../src/protocol/doctor.ts';

const ORDER: readonly DoctorCheck['status'][] = ['failure', 'warning', 'ok', 'skipped'];

/** What is wrong first; else in the order in which Doctor looked. */
export function worstFirst(checks: readonly DoctorCheck[]): readonly DoctorCheck[] {
  return checks.toSorted((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status));
}

export function countChecks(checks: readonly DoctorCheck[]): Readonly<Record<DoctorCheck['status'], number>> {
  const count = (status: DoctorCheck['status']): number => checks.filter((check) => check.status === status).length;
  return { ok: count('ok'), warning: count('warning'), failure: count('failure'), skipped: count('skipped') };
}
