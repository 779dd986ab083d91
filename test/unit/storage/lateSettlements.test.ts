import { describe, expect, it } from 'vitest';
import type { SpendRecord } from '../../../src/domain/spend.ts';
import { LateSettlements } from '../../../src/storage/lateSettlements.ts';
import { clockAt, type LogLine, NOON, recordingLogger, spendRecord } from './support.ts';

const refusal = (code: string): Error => Object.assign(new Error('refused'), { code });

class LedgerThatRefuses {
  readonly rows: string[] = [];
  readonly lines: LogLine[] = [];
  refuses: string | undefined = 'SQLITE_BUSY';
  readonly late: LateSettlements;
  #due: (() => void) | undefined;

  constructor() {
    const settle = (records: readonly SpendRecord[]): void => {
      if (this.refuses !== undefined) throw refusal(this.refuses);
      this.rows.push(...records.map(({ callId }) => callId));
    };
    const timer = (_ms: number, run: () => void): (() => void) => {
      this.#due = run;
      return () => {
        this.#due = undefined;
      };
    };
    const clock = { ...clockAt(NOON), timer };
    this.late = new LateSettlements({ sqlite: { pragma: () => undefined } }, settle, {
      clock,
      logger: recordingLogger(this.lines),
    });
  }

  keep(callId: string, code = 'SQLITE_BUSY'): boolean {
    return this.late.keep(spendRecord({ callId }), refusal(code));
  }

  /** False where no timer runs. */
  elapse(): boolean {
    const due = this.#due;
    this.#due = undefined;
    due?.();
    return due !== undefined;
  }
}

describe('rows that the ledger did not take', () => {
  it('are written, in their order, as soon as it takes them', () => {
    const ledger = new LedgerThatRefuses();
    expect([ledger.keep('a'), ledger.keep('b')]).toEqual([true, true]);
    expect(ledger.elapse()).toBe(true);
    expect(ledger.rows).toEqual([]);
    ledger.refuses = undefined;
    expect(ledger.elapse()).toBe(true);
    expect(ledger.rows).toEqual(['a', 'b']);
    expect(ledger.elapse()).toBe(false);
  });

  it.each(['SQLITE_BUSY', 'SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_IOERR_WRITE', 'ENOSPC'])(
    'wait where the reason may pass: %s',
    (code) => expect(new LedgerThatRefuses().keep('a', code)).toBe(true),
  );

  it('do not wait where they would be refused for ever', () => {
    const ledger = new LedgerThatRefuses();
    expect(ledger.keep('a', 'SQLITE_CONSTRAINT_NOTNULL')).toBe(false);
    expect(ledger.elapse()).toBe(false);
  });

  it('are a bounded number, and are written some at a time', () => {
    const ledger = new LedgerThatRefuses();
    const kept = Array.from({ length: 10_001 }, (_, index) => ledger.keep(`call-${index}`));
    expect(kept.filter(Boolean)).toHaveLength(10_000);
    ledger.refuses = undefined;
    ledger.elapse();
    expect(ledger.rows).toHaveLength(100);
  });

  it('are written when the ledger closes, or the log says how many were not', () => {
    const ledger = new LedgerThatRefuses();
    ledger.keep('a');
    ledger.refuses = undefined;
    ledger.late.close();
    expect(ledger.rows).toEqual(['a']);
    const lost = new LedgerThatRefuses();
    lost.keep('a');
    lost.late.close();
    expect(lost.lines).toEqual([{ level: 'error', message: 'The ledger took no row for requests until the end' }]);
  });
});
