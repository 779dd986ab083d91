import type { CheckStatus } from '../domain/doctor.ts';
import type { FindingCode } from './texts/en.ts';

/** What a check found: a text by its code, with the values that it names. */
export interface Finding {
  readonly status: CheckStatus;
  readonly code: FindingCode;
  readonly values?: Readonly<Record<string, string | number>> | undefined;
  readonly subject?: string | undefined;
  /** The words of whoever refused, in whatever language they are. */
  readonly words?: string | undefined;
}

export function ok(code: FindingCode, values?: Finding['values'], subject?: string): Finding {
  return { status: 'ok', code, values, subject };
}

export function warning(code: FindingCode, values?: Finding['values'], subject?: string): Finding {
  return { status: 'warning', code, values, subject };
}

export function failure(code: FindingCode, values?: Finding['values'], subject?: string): Finding {
  return { status: 'failure', code, values, subject };
}

export function skipped(code: FindingCode, values?: Finding['values'], subject?: string): Finding {
  return { status: 'skipped', code, values, subject };
}
