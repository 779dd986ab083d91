import { describe, expect, it } from 'vitest';
import type { SpendRecord } from '../../../src/domain/spend.ts';
import { LateSettlements } from '../../../src/storage/lateSettlements.ts';
import { clockAt, type LogLine, NOON, recordingLogger, spendRecord } from './support.ts';

/** As long as an answer waits for its row. */
const ANSWER_MS = 5000;

const refusal = (code: string): Error => Object.assign(new Error('refused'), { code });

class LedgerThatRefuses {
  readonly rows: string[] = [];
  readonly lines: LogLine[] = [];
  refuses: string | undefined = 'SQLITE_BUSY';
  readonly late: LateSettlements;
  readonly #timers: { readonly ms: number; readonly run: () => void }[] = [];

  constructor() {
    const settle = (records: readonly SpendRecord[]): void => {
      if (this.refuses !== undefined) throw refusal(this.refuses);
      this.rows.push(...records.map(({ callId }) => callId));
    };
    const timer = (ms: number, run: () => void): (() => void) => {
      const entry = { ms, run };
      this.#timers.push(entry);
      return () => this.#remove(entry);
    };
    const clock = { ...clockAt(NOON), timer };
    this.late = new LateSettlements({ sqlite: { pragma: () => undefined } }, settle, {
      clock,
      logger: recordingLogger(this.lines),
    });
  }

  /** How the wait for a row ends. */
  async keep(callId: string, code = 'SQLITE_BUSY'): Promise<'written' | 'refused'> {
    return await this.late.keep(spendRecord({ callId }), refusal(code)).then(
      () => 'written',
      () => 'refused',
    );
  }

  /** The ledger is asked again; gives back after how many ms, or undefined where it is not asked any more. */
  elapse(): number | undefined {
    return this.#runFirst(({ ms }) => ms < ANSWER_MS)?.ms;
  }

  /** An answer has waited as long as it may. */
  expire(): void {
    this.#runFirst(({ ms }) => ms === ANSWER_MS);
  }

  #runFirst(of: (timer: { readonly ms: number }) => boolean): { readonly ms: number } | undefined {
    const due = this.#timers.find(of);
    if (due === undefined) return undefined;
    this.#remove(due);
    due.run();
    return due;
  }

  #remove(timer: { readonly ms: number; readonly run: () => void }): void {
    const place = this.#timers.indexOf(timer);
    if (place >= 0) this.#timers.splice(place, 1);
  }
}

describe('rows that the ledger did not take', () => {
  it('are written, in their order, as soon as it takes them; their answers wait for it', async () => {
    const ledger = new LedgerThatRefuses();
    const kept = [ledger.keep('a'), ledger.keep('b')];
    expect(ledger.late.waitsForLock).toBe(true);
    expect(ledger.elapse()).toBe(50);
    expect(ledger.rows).toEqual([]);
    ledger.refuses = undefined;
    expect(ledger.elapse()).toBe(50);
    expect(await Promise.all(kept)).toEqual(['written', 'written']);
    expect(ledger.rows).toEqual(['a', 'b']);
    expect([ledger.late.waitsForLock, ledger.elapse()]).toEqual([false, undefined]);
  });

  it('are written though their answers have left after some seconds, and are asked for less often then', async () => {
    const ledger = new LedgerThatRefuses();
    const kept = ledger.keep('a');
    ledger.expire();
    expect(await kept).toBe('refused');
    ledger.elapse();
    expect(ledger.elapse()).toBe(1000);
    ledger.refuses = undefined;
    ledger.elapse();
    expect(ledger.rows).toEqual(['a']);
  });

  it('take those with them that come after, in their order', async () => {
    const ledger = new LedgerThatRefuses();
    const first = ledger.keep('a');
    const second = ledger.late.keep(spendRecord({ callId: 'b' }));
    ledger.refuses = undefined;
    ledger.elapse();
    await Promise.all([first, second]);
    expect(ledger.rows).toEqual(['a', 'b']);
  });

  it.each(['SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_IOERR_WRITE', 'ENOSPC'])(
    'are kept where the reason may pass, but no answer waits for that: %s',
    async (code) => {
      const ledger = new LedgerThatRefuses();
      expect(await ledger.keep('a', code)).toBe('refused');
      expect(ledger.late.waitsForLock).toBe(false);
      ledger.refuses = undefined;
      expect(ledger.elapse()).toBe(1000);
      expect(ledger.rows).toEqual(['a']);
    },
  );

  it('do not wait where they would be refused for ever', async () => {
    const ledger = new LedgerThatRefuses();
    expect(await ledger.keep('a', 'SQLITE_CONSTRAINT_NOTNULL')).toBe('refused');
    expect(ledger.elapse()).toBeUndefined();
  });

  it('are a bounded number, and are written some at a time', async () => {
    const ledger = new LedgerThatRefuses();
    const kept = Array.from({ length: 10_001 }, (_, index) => ledger.keep(`call-${index}`));
    expect(await kept.at(-1)).toBe('refused');
    ledger.refuses = undefined;
    ledger.elapse();
    expect(ledger.rows).toHaveLength(100);
  });

  it('are written when the ledger closes, or the log says how many were not', async () => {
    const ledger = new LedgerThatRefuses();
    const kept = ledger.keep('a');
    ledger.refuses = undefined;
    ledger.late.close();
    expect([await kept, ledger.rows]).toEqual(['written', ['a']]);
    const lost = new LedgerThatRefuses();
    const never = lost.keep('a');
    lost.late.close();
    expect(await never).toBe('refused');
    expect(lost.lines).toEqual([{ level: 'error', message: 'The ledger took no row for requests until the end' }]);
  });
});
