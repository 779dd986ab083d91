import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningCall } from '../../../src/domain/ports.ts';
import type { SpendRecord } from '../../../src/domain/spend.ts';
import type { Ledger } from '../../../src/storage/ledger.ts';
import { budgetOf, claim, KEY, type LogLine, openTestLedger, recordingLogger, spendRecord } from './support.ts';

/** Longer than a call may run unwritten, and than its progress may wait. */
const MOMENT_MS = 100;
const LONG_MS = 2000;

let folder: string;
let file: string;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  folder = mkdtempSync(join(tmpdir(), 'torii-journal-'));
  file = join(folder, 'torii.db');
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

class Call implements RunningCall {
  readonly callId: string;
  revision = 0;
  #outputTokens = 0;

  constructor(callId: string) {
    this.callId = callId;
  }

  stream(tokens: number): void {
    this.#outputTokens += tokens;
    this.revision += 1;
  }

  interrupted(): SpendRecord {
    return spendRecord({
      callId: this.callId,
      status: 'failure',
      httpStatus: 503,
      error: { kind: 'interrupted', code: undefined, message: 'ended' },
      usage: {
        inputTokens: 10,
        outputTokens: this.#outputTokens,
        cacheReadTokens: 0,
        cacheWrite5mTokens: 0,
        cacheWrite1hTokens: 0,
        raw: { estimated: true },
      },
      cost: this.#outputTokens * 100,
    });
  }
}

function journaled(): readonly { call_id: string; owner: string; record_json: string }[] {
  const sqlite = new Database(file, { readonly: true });
  const rows = sqlite.prepare('select * from running_calls order by call_id').all();
  sqlite.close();
  return rows as { call_id: string; owner: string; record_json: string }[];
}

const idsOf = (): readonly string[] => journaled().map(({ call_id }) => call_id);

/**
 * A ledger whose process is killed: its rows stay, and the system drops its locks. Here the rows are given to an
 * owner that never lived.
 */
function killed(): void {
  const sqlite = new Database(file);
  sqlite.prepare("update running_calls set owner = 'dead'").run();
  sqlite.close();
}

describe('the journal', () => {
  it('never sees calls that end within a moment', async () => {
    const ledger = await openTestLedger({ file });
    const call = new Call('short');
    ledger.journal.begin(call);
    ledger.journal.end('short');
    vi.advanceTimersByTime(MOMENT_MS);
    expect(idsOf()).toEqual([]);
    await ledger.close();
  });

  it('has every call that runs longer, and no call that was settled', async () => {
    const ledger = await openTestLedger({ file });
    for (const callId of ['one', 'two']) ledger.journal.begin(new Call(callId));
    vi.advanceTimersByTime(MOMENT_MS);
    expect(idsOf()).toEqual(['one', 'two']);
    await ledger.spend.settle(spendRecord({ callId: 'one' }));
    ledger.journal.end('one');
    vi.advanceTimersByTime(LONG_MS);
    expect(idsOf()).toEqual(['two']);
    await ledger.close();
  });

  it('has no call of less than 50 ms that has sent nothing', async () => {
    const ledger = await openTestLedger({ file });
    ledger.journal.begin(new Call('young'));
    vi.advanceTimersByTime(50);
    expect(idsOf()).toEqual([]);
    vi.advanceTimersByTime(10);
    expect(idsOf()).toEqual(['young']);
    await ledger.close();
  });

  it('has a call at once when its content is to leave', async () => {
    const ledger = await openTestLedger({ file });
    const call = new Call('stream');
    ledger.journal.begin(call);
    call.stream(3);
    await ledger.journal.write('stream');
    expect(JSON.parse(journaled()[0]?.record_json ?? '')).toMatchObject({ usage: { outputTokens: 3 } });
    await ledger.close();
  });

  it('follows the progress of long calls', async () => {
    const ledger = await openTestLedger({ file });
    const call = new Call('stream');
    ledger.journal.begin(call);
    await ledger.journal.write('stream');
    call.stream(50);
    vi.advanceTimersByTime(LONG_MS);
    expect(JSON.parse(journaled()[0]?.record_json ?? '')).toMatchObject({ usage: { outputTokens: 50 } });
    await ledger.close();
  });

  it('that cannot be written lets the calls go on, and says so once', async () => {
    const lines: LogLine[] = [];
    const ledger = await openTestLedger({ file, logger: recordingLogger(lines) });
    const other = new Database(file);
    other.exec('drop table running_calls');
    other.close();
    for (const callId of ['one', 'two']) {
      ledger.journal.begin(new Call(callId));
      await ledger.journal.write(callId);
    }
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    await ledger.close();
  });
});

describe('calls whose process was killed', () => {
  async function killWith(...calls: readonly Call[]): Promise<void> {
    const ledger = await openTestLedger({ file });
    await ledger.budgets.define(KEY, budgetOf(1_000_000));
    for (const call of calls) {
      await ledger.budgets.reserve(claim(call.callId, 500));
      ledger.journal.begin(call);
      await ledger.journal.write(call.callId);
    }
    killed();
    await ledger.close();
  }

  it('get the row that was kept for them from whoever opens the ledger next', async () => {
    const call = new Call('stream');
    call.stream(7);
    await killWith(call);
    const { spend, budgets, close } = await openTestLedger({ file });
    expect(await spend.find('stream')).toEqual(call.interrupted());
    expect(await spend.totals({})).toMatchObject({ requests: 1, failures: 1, cost: 700 });
    expect((await budgets.states('key', ['token-1'])).get('token-1')?.spend).toBe(700);
    expect(idsOf()).toEqual([]);
    // Nothing of the budget is held any more.
    expect(await budgets.reserve(claim('next', 1_000_000 - 700))).toEqual({ admitted: true });
    await close();
  });

  it('get it once, also from processes that open it at once', async () => {
    const call = new Call('stream');
    call.stream(7);
    await killWith(call);
    const ledgers = await Promise.all([1, 2, 3].map(() => openTestLedger({ file })));
    expect(await ledgers[0]?.spend.totals({})).toMatchObject({ requests: 1, cost: 700 });
    for (const ledger of ledgers) await ledger.close();
  });

  it('keep the row that they have', async () => {
    await killWith(new Call('answered'));
    const before = new Database(file);
    const kept = before.prepare('select * from running_calls').all();
    before.close();
    const first = await openTestLedger({ file });
    await first.spend.settle(spendRecord({ callId: 'answered' }));
    await first.close();
    const again = new Database(file);
    const insert = again.prepare('insert into running_calls values (@call_id, @owner, @record_json)');
    for (const row of kept) insert.run(row);
    again.close();
    const { spend, close } = await openTestLedger({ file });
    expect(await spend.totals({})).toMatchObject({ requests: 1 });
    expect(idsOf()).toEqual([]);
    await close();
  });

  it('are settled by a ledger that is open already, too', async () => {
    const living = await openTestLedger({ file });
    await killWith(new Call('elsewhere'));
    expect(living.journal.elsewhere()).toBe(1);
    vi.advanceTimersByTime(60_000);
    // What it held is free again, too.
    expect(await living.budgets.reserve(claim('next', 1_000_000))).toMatchObject({ admitted: true });
    expect(await living.spend.find('elsewhere')).toMatchObject({ error: { kind: 'interrupted' } });
    expect(living.journal.elsewhere()).toBe(0);
    await living.close();
  });

  it('are left out with a word in the log when their record cannot be read', async () => {
    await killWith(new Call('sound'), new Call('broken'));
    const sqlite = new Database(file);
    sqlite.prepare("update running_calls set record_json = '{}' where call_id = 'broken'").run();
    sqlite.close();
    const lines: LogLine[] = [];
    const { spend, close } = await openTestLedger({ file, logger: recordingLogger(lines) });
    expect(await spend.find('sound')).toMatchObject({ status: 'failure' });
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(idsOf()).toEqual([]);
    await close();
  });
});

describe('calls of a living process', () => {
  it('are left alone by others that open the ledger', async () => {
    const owner: Ledger = await openTestLedger({ file });
    owner.journal.begin(new Call('running'));
    await owner.journal.write('running');
    const other = await openTestLedger({ file });
    expect(other.journal.elsewhere()).toBe(1);
    expect(await other.spend.find('running')).toBeUndefined();
    await other.close();
    expect(idsOf()).toEqual(['running']);
    await owner.close();
  });
});

describe('the claim of an opened ledger', () => {
  const claims = (): number => readdirSync(folder).filter((name) => name.includes('.owner-')).length;

  it('goes when the ledger is closed', async () => {
    const ledger = await openTestLedger({ file });
    expect(claims()).toBe(1);
    await ledger.close();
    expect(claims()).toBe(0);
    expect(existsSync(file)).toBe(true);
  });
});
