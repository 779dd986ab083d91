import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { GatewayError } from '../../src/domain/errors.ts';
import type { SpendFilter } from '../../src/domain/ports.ts';
import type { Ledger } from '../../src/storage/ledger.ts';
import { ReaderThread } from '../../src/storage/reading/readerThread.ts';
import type { ReadQuestion } from '../../src/storage/reading/readMessages.ts';
import { removeFolder } from '../support/removeFolder.ts';
import {
  anySpendRecord,
  type LogLine,
  NOON,
  openTestLedger,
  recordingLogger,
  spendRecord,
} from '../unit/storage/support.ts';

/** From its source: the bundle has a copy of SQLite of its own, and two in one process do not see each other's locks. */
const PROGRAM = join(import.meta.dirname, '..', '..', 'src', 'ledgerReader.ts');
const BUNDLE = join(import.meta.dirname, '..', '..', 'dist', 'ledgerReader.cjs');
const DAY = 86_400_000;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torii-reader-'));
});

afterEach(() => removeFolder(folder));

async function openBoth(): Promise<{ readonly here: Ledger; readonly there: Ledger }> {
  const file = join(folder, 'torii.db');
  const here = await openTestLedger({ file });
  const there = await openTestLedger({ file, reader: { program: PROGRAM, fromRows: 0 } });
  onTestFinished(async () => {
    await there.close();
    await here.close();
  });
  return { here, there };
}

/** Every method that may read many rows. */
async function figuresOf(ledger: Ledger, filter: SpendFilter, timeZone: string) {
  const range = { from: NOON - DAY, to: NOON + 3 * DAY, timeZone };
  const [first] = await ledger.spend.list(filter, { offset: 0, limit: 1, sortBy: 'cost' });
  return {
    rows: await ledger.spend.list(filter, { offset: 0, limit: 100, sortBy: 'tokens' }),
    count: await ledger.spend.count(filter),
    totals: await ledger.spend.totals(filter),
    byModel: await ledger.spend.byModel(filter),
    tokens: await ledger.spend.tokens(filter, 10),
    days: await ledger.spend.byDayAndModel(range),
    latency: await ledger.spend.latency(filter),
    traces: await ledger.traces.page({ model: filter.model }, { limit: 5, sort: 'cost', ascending: true }),
    traceCount: await ledger.traces.count({ model: filter.model }),
    neighbours: first && (await ledger.traces.neighbours({ ...first, taskId: 'task-1' })),
    sums: await ledger.reports.sums(['day', 'endUser', 'token'], {}),
    refusals: await ledger.reports.rateLimits({ ...range, modelGroup: undefined }),
    speed: await ledger.insights.speed(range),
    failures: await ledger.insights.failures(range, filter.model),
    tasks: await ledger.tasks.list({}, { offset: 0, limit: 10 }),
    taskCount: await ledger.tasks.count({ token: 'token-1' }),
    bodies: (await ledger.care.size()).keptBodies,
  };
}

describe('a large ledger, read on another thread', () => {
  it('gives the same figures as on the thread of the gateway', async () => {
    const { here, there } = await openBoth();
    const task = { id: 'task-1', token: 'token-1', client: 'Cline', title: 'A task', firstAt: NOON, lastAt: NOON };
    await here.tasks.save([task], []);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anySpendRecord(NOON, NOON + 2 * DAY), { minLength: 1, maxLength: 20 }),
        fc.record(
          {
            token: fc.constant('token-1'),
            model: fc.constantFrom('claude', 'nova'),
            status: fc.constantFrom('success' as const, 'failure' as const),
            from: fc.integer({ min: NOON, max: NOON + DAY }),
          },
          { requiredKeys: [] },
        ),
        fc.constantFrom('UTC', 'Asia/Tokyo', 'America/St_Johns'),
        async (records, filter, timeZone) => {
          await Promise.all(records.map((record) => here.spend.settle({ ...record, taskId: 'task-1' })));
          expect(await figuresOf(there, filter, timeZone)).toEqual(await figuresOf(here, filter, timeZone));
        },
      ),
      { numRuns: 8 },
    );
  });

  it('has every request that was settled before the question', async () => {
    const { here, there } = await openBoth();
    for (let requests = 1; requests <= 20; requests++) {
      const writer = requests % 2 === 0 ? here : there;
      await writer.spend.settle(spendRecord({ callId: `call-${requests}`, cost: 7 }));
      expect(await there.spend.totals({})).toMatchObject({ requests, cost: 7 * requests });
    }
  });

  it('refuses what is wrong in the same words', async () => {
    const { here, there } = await openBoth();
    await here.spend.settle(spendRecord());
    const range = { from: NOON - DAY, to: NOON + DAY, timeZone: 'Mars/Olympus' };
    const refusalOf = async (ledger: Ledger) => {
      const thrown = await ledger.spend.byDayAndModel(range).catch((error: unknown) => error);
      return thrown instanceof GatewayError ? { ...thrown, message: thrown.message } : undefined;
    };
    expect(await refusalOf(there)).toMatchObject({ kind: 'bad-request' });
    expect(await refusalOf(there)).toEqual(await refusalOf(here));
  });

  it('is copied on another thread, while it is written to', async () => {
    const { here, there } = await openBoth();
    await there.spend.settle(spendRecord({ callId: 'before' }));
    const copying = there.care.backUp();
    await here.spend.settle(spendRecord({ callId: 'meanwhile' }));
    const copy = await openTestLedger({ file: (await copying).file });
    onTestFinished(() => copy.close());
    expect((await copy.spend.find('before'))?.callId).toBe('before');
    expect((await there.spend.totals({})).requests).toBe(2);
  });

  it('can be vacuumed, and read again', async () => {
    const { there } = await openBoth();
    await there.spend.settle(spendRecord());
    await there.spend.totals({});
    await there.care.vacuum();
    expect((await there.spend.totals({})).requests).toBe(1);
  });
});

describe('the bundle of the thread', () => {
  it('reads a ledger that this process no longer has open', async () => {
    const file = join(folder, 'torii.db');
    const ledger = await openTestLedger({ file });
    await ledger.spend.settle(spendRecord());
    await ledger.close();
    const otherwise = () => Promise.reject(new Error('The thread failed.'));
    const clock = { timer: () => () => undefined };
    const thread = new ReaderThread({ program: BUNDLE, file, clock, logger: recordingLogger(), otherwise });
    onTestFinished(() => thread.close());
    expect(await thread.ask({ store: 'spend', method: 'totals', values: [{}] })).toMatchObject({ requests: 1 });
  });
});

describe('a ledger without a thread that works', () => {
  it('is read on the thread of the gateway, and the log says so', async () => {
    const lines: LogLine[] = [];
    const reader = { program: join(folder, 'missing.cjs'), fromRows: 0 };
    const ledger = await openTestLedger({ file: join(folder, 'torii.db'), reader, logger: recordingLogger(lines) });
    await ledger.spend.settle(spendRecord());
    expect((await ledger.spend.totals({})).requests).toBe(1);
    expect((await ledger.reports.sums([], {}))[0]?.requests).toBe(1);
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([
      { level: 'warn', message: 'Reports are read on the thread of the gateway: the one for them has failed' },
    ]);
    await ledger.close();
  });
});

/** Answers with the method's name; never a question for `hang`; `crash` ends the thread. */
const ECHO = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ id, method }) => {
  if (method === 'crash') throw new Error('crashed');
  if (method !== 'hang') parentPort.postMessage({ id, value: method });
});`;

function echoThread() {
  const program = join(folder, 'echo.cjs');
  writeFileSync(program, ECHO);
  const timers: { readonly ms: number; readonly run: () => void; stopped: boolean }[] = [];
  const timer = (ms: number, run: () => void) => {
    const one = { ms, run, stopped: false };
    timers.push(one);
    return () => {
      one.stopped = true;
    };
  };
  const otherwise = async ({ method }: ReadQuestion) => `${method} here`;
  const thread = new ReaderThread({ program, file: '', clock: { timer }, logger: recordingLogger(), otherwise });
  onTestFinished(() => thread.close());
  const ask = (method: string) => thread.ask({ store: 'spend', method, values: [] });
  return { thread, ask, pass: () => timers.findLast(({ stopped }) => !stopped)?.run() };
}

describe('the thread', () => {
  it('begins with the first question and ends when nobody asks for a while', async () => {
    const { thread, ask, pass } = echoThread();
    expect(thread.running).toBe(false);
    expect(await ask('one')).toBe('one');
    expect(thread.running).toBe(true);
    pass();
    expect(thread.running).toBe(false);
    expect(await ask('two')).toBe('two');
  });

  it('gives up an answer that takes too long, and answers the others', async () => {
    const { ask, pass } = echoThread();
    const answers = [ask('hang'), ask('next')];
    pass();
    await expect(answers[0]).rejects.toMatchObject({ kind: 'unavailable', retryable: true });
    expect(await answers[1]).toBe('next');
  });

  it('refuses a question when too many wait', async () => {
    const { thread, ask } = echoThread();
    const waiting = Array.from({ length: 200 }, () => ask('hang'));
    await expect(ask('one')).rejects.toThrow('Too many reports');
    await thread.close();
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => 'hang here'));
  });

  it('leaves what it cannot answer to the thread that asks', async () => {
    const { ask } = echoThread();
    expect(await Promise.all([ask('crash'), ask('next')])).toEqual(['crash here', 'next here']);
    expect(await ask('later')).toBe('later here');
  });
});
