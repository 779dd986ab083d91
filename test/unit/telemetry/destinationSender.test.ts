import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DestinationSettings, ExportSettings } from '../../../src/domain/destinations.ts';
import type { CallTrace } from '../../../src/domain/traceExport.ts';
import { createLineLogger } from '../../../src/lineLogger.ts';
import { createTraceSpool, type OpenedSpool } from '../../../src/storage/spool/sqliteTraceSpool.ts';
import { type Destination, DestinationUnavailable, type SendOutcome } from '../../../src/telemetry/destination.ts';
import { TraceExporter } from '../../../src/telemetry/traceExporter.ts';
import { callTrace } from '../../support/callTrace.ts';
import { LANGFUSE } from '../../support/langfuseSettings.ts';
import { ManualClock } from '../../support/manualClock.ts';

/** A destination that answers as it is told, and notes when it was asked. */
class Scripted implements Destination {
  readonly kind = 'langfuse';
  readonly address = 'http://127.0.0.1';
  readonly wantsContent: boolean;
  readonly id: string;
  readonly got: CallTrace[] = [];
  readonly askedAt: number[] = [];
  readonly batches: number[] = [];
  isClosed = false;
  answer: (traces: readonly CallTrace[]) => SendOutcome = (traces) => ({ accepted: traces.length, refused: [] });
  readonly #clock: ManualClock;

  constructor({ id, content }: DestinationSettings, clock: ManualClock) {
    this.id = id;
    this.wantsContent = content;
    this.#clock = clock;
  }

  async send(traces: readonly CallTrace[]): Promise<SendOutcome> {
    this.askedAt.push(this.#clock.now());
    this.batches.push(traces.length);
    const outcome = this.answer(traces);
    this.got.push(...traces);
    return outcome;
  }

  async probe() {
    return { ok: true, detail: 'here' };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

interface Setup {
  readonly exporter: TraceExporter;
  readonly clock: ManualClock;
  readonly spool: OpenedSpool;
  readonly log: readonly string[];
  readonly made: Scripted[];
  /** The destination that was made last. */
  current(): Scripted;
  /** Offers traces, and resolves when they are on disk and their sending is planned. */
  offer(...traces: readonly CallTrace[]): Promise<void>;
  /** Moves the clock, and resolves when what is to come of it has. */
  pass(ms: number, has: () => boolean): Promise<void>;
}

const exportsTo = (...destinations: readonly DestinationSettings[]): ExportSettings => ({
  destinations,
  maxTextLength: 1000,
  spoolBytes: 1_000_000,
  hideKeyInfo: false,
});

async function setUp(settings: ExportSettings = exportsTo(LANGFUSE), spoolBytes = 1_000_000): Promise<Setup> {
  const clock = new ManualClock(1_000_000);
  const log: string[] = [];
  const logger = createLineLogger('debug', (_level, line) => log.push(line));
  const spool = createTraceSpool({ file: ':memory:', clock, logger, limit: () => spoolBytes });
  onTestFinished(() => spool.close());
  const made: Scripted[] = [];
  const create = (one: DestinationSettings): Destination => {
    const destination = new Scripted(one, clock);
    made.push(destination);
    return destination;
  };
  const random = { next: () => 1, bytes: (length: number) => new Uint8Array(length) };
  const exporter = new TraceExporter({ spool, clock, random, logger, create, onChange: () => undefined }, settings);
  // The first look for what an earlier process left behind.
  await clock.advance(1000);
  while (clock.waiting > 0) await turn();
  const current = (): Scripted => {
    const last = made.at(-1);
    if (last === undefined) throw new Error('no destination was made');
    return last;
  };
  const pass = async (ms: number, has: () => boolean): Promise<void> => {
    await clock.advance(ms);
    while (!has()) await turn();
  };
  const offer = async (...traces: readonly CallTrace[]): Promise<void> => {
    const total = (): number => exporter.list().reduce((sum, { queued, dropped }) => sum + queued + dropped, 0);
    const before = total();
    for (const trace of traces) exporter.offer(trace);
    await pass(25, () => total() > before && clock.waiting >= exporter.list().length);
  };
  return { exporter, clock, spool, log, made, current, offer, pass };
}

function numbered(count: number, content: CallTrace['content'] = undefined): readonly CallTrace[] {
  return Array.from({ length: count }, (_, index) => callTrace({ record: { callId: `call-${index}` }, content }));
}

const ids = (traces: readonly CallTrace[]) => traces.map(({ record }) => record.callId);
const unavailable = (retryAfterMs?: number) => () => {
  throw new DestinationUnavailable('it is away', retryAfterMs);
};

describe('traces on their way', () => {
  it('leave together within two seconds, in their order', async () => {
    const { exporter, current, offer, pass } = await setUp();
    await offer(...numbered(250));
    await pass(1000, () => exporter.list()[0]?.queued === 0);
    expect(ids(current().got)).toEqual(ids(numbered(250)));
    expect(current().batches).toEqual([100, 100, 50]);
    expect(exporter.list()[0]).toMatchObject({ state: 'ok', queued: 0, sent: 250, dropped: 0 });
  });

  it('wait on disk from the first moment on', async () => {
    const { clock, spool, exporter, pass } = await setUp();
    const start = clock.now();
    exporter.offer(callTrace());
    await pass(25, () => spool.count('langfuse') === 1);
    expect(clock.now() - start).toBe(25);
  });

  it('lose nothing and their order while the destination is away, and come again later and later', async () => {
    const { exporter, clock, current, offer, pass } = await setUp();
    current().answer = unavailable();
    await offer(...numbered(10));
    let asked = 0;
    for (const wait of [1000, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      await clock.advance(wait - 1);
      expect(current().askedAt).toHaveLength(asked);
      asked += 1;
      await pass(1, () => current().askedAt.length === asked && clock.waiting === 1);
    }
    expect(exporter.list()[0]).toMatchObject({ state: 'failing', queued: 10, lastError: { message: 'it is away' } });
    current().answer = (traces) => ({ accepted: traces.length, refused: [] });
    await pass(30_000, () => exporter.list()[0]?.queued === 0);
    expect(ids(current().got)).toEqual(ids(numbered(10)));
  });

  it('wait as long as the other side asks', async () => {
    const { clock, current, offer, pass } = await setUp();
    current().answer = unavailable(90_000);
    await offer(callTrace());
    await pass(1000, () => current().askedAt.length === 1 && clock.waiting === 1);
    await clock.advance(89_999);
    expect(current().askedAt).toHaveLength(1);
    await pass(1, () => current().askedAt.length === 2);
  });

  it('that are refused are dropped, counted, and told of once', async () => {
    const { exporter, current, log, offer, pass } = await setUp();
    current().answer = (traces) => ({
      accepted: 0,
      refused: traces.map(({ record }) => ({ callId: record.callId, reason: 'it is ugly' })),
    });
    for (const round of [1, 2, 3]) {
      await offer(callTrace());
      await pass(1000, () => exporter.list()[0]?.dropped === round);
    }
    expect(exporter.list()[0]).toMatchObject({ queued: 0, dropped: 3, lastError: { message: 'it is ugly' } });
    expect(log.filter((line) => line.includes('it is ugly'))).toHaveLength(1);
  });

  it('that cannot be put into form do not hold up the others', async () => {
    const { exporter, current, offer, pass } = await setUp();
    current().answer = () => {
      throw new TypeError('cannot read it');
    };
    await offer(callTrace());
    await pass(1000, () => exporter.list()[0]?.dropped === 1);
    current().answer = (traces) => ({ accepted: traces.length, refused: [] });
    await offer(callTrace());
    await pass(1000, () => exporter.list()[0]?.sent === 1);
    expect(exporter.list()[0]).toMatchObject({ queued: 0, sent: 1, dropped: 1 });
  });

  it('make room for newer ones where the spool is full, and are counted', async () => {
    const { exporter, current, offer } = await setUp(exportsTo(LANGFUSE), 40_000);
    current().answer = unavailable();
    await offer(...numbered(200));
    const status = exporter.list()[0];
    expect(status?.dropped).toBeGreaterThan(0);
    expect((status?.queued ?? 0) + (status?.dropped ?? 0)).toBe(200);
  });
});

describe('what a destination may have', () => {
  const bare: DestinationSettings = { ...LANGFUSE, id: 'bare', content: false };

  it('is content for one and none for the other', async () => {
    const { exporter, made, offer, pass } = await setUp(exportsTo(LANGFUSE, bare));
    await offer(callTrace());
    await pass(1000, () => made.every(({ got }) => got.length === 1));
    expect(made.map(({ got }) => got[0]?.content !== undefined)).toEqual([true, false]);
    expect(exporter.wantsContent).toBe(true);
  });

  it('is only what it watches', async () => {
    const failures = { ...LANGFUSE, outcomes: { success: false, failure: true } };
    const { current, offer, pass } = await setUp(exportsTo(failures));
    await offer(callTrace(), callTrace({ record: { callId: 'failed', status: 'failure' } }));
    await pass(1000, () => current().got.length > 0);
    expect(ids(current().got)).toEqual(['failed']);
  });

  it('says nothing of key, user and team where the config wants that, and never the address of the caller', async () => {
    const { current, offer, pass } = await setUp({ ...exportsTo(LANGFUSE), hideKeyInfo: true });
    await offer(callTrace());
    await pass(1000, () => current().got.length === 1);
    const sent = JSON.stringify(current().got);
    for (const word of ['"cline"', 'user-1', 'team-1', 'hanako@example.com', 'abab', '192.0.2.1']) {
      expect(sent).not.toContain(word);
    }
  });
});

describe('a change of the config', () => {
  it('keeps destinations that stay as they were', async () => {
    const { exporter, made } = await setUp();
    exporter.configure(exportsTo({ ...LANGFUSE }));
    expect(made).toHaveLength(1);
  });

  it('sends what waited to the new address, and ends the old one', async () => {
    const { exporter, clock, made, current, offer, pass } = await setUp();
    current().answer = unavailable();
    await offer(callTrace());
    await pass(1000, () => current().askedAt.length === 1 && clock.waiting === 1);
    exporter.offer(callTrace({ record: { callId: 'just offered' } }));
    exporter.configure(exportsTo({ ...LANGFUSE, host: 'http://127.0.0.1:3001' }));
    await pass(25, () => exporter.list()[0]?.queued === 2);
    await pass(1000, () => exporter.list()[0]?.queued === 0);
    expect(made).toHaveLength(2);
    expect(made[0]?.isClosed).toBe(true);
    expect(ids(current().got)).toEqual([callTrace().record.callId, 'just offered']);
  });

  it('without destinations takes nothing any more', async () => {
    const { exporter, spool } = await setUp();
    exporter.configure(exportsTo());
    expect(exporter.open).toBe(false);
    exporter.offer(callTrace());
    expect(spool.count('langfuse')).toBe(0);
  });
});

describe('more than the disk takes in time', () => {
  it('costs 32 MB of prompts in memory at most: the oldest traces go, and are counted', async () => {
    const { exporter, pass } = await setUp();
    for (const trace of numbered(50)) exporter.offer(trace, 1024 * 1024);
    expect(exporter.list()[0]?.dropped).toBe(18);
    await pass(25, () => exporter.list()[0]?.queued === 32);
  });

  it('never costs the newest trace, however large it is', async () => {
    const { exporter, pass } = await setUp();
    exporter.offer(callTrace(), 50 * 1024 * 1024);
    await pass(25, () => exporter.list()[0]?.queued === 1);
    expect(exporter.list()[0]?.dropped).toBe(0);
  });
});

describe('the end of the process', () => {
  it('sends what there is', async () => {
    const { exporter, current } = await setUp();
    for (const trace of numbered(5)) exporter.offer(trace);
    await exporter.close();
    expect(current().got).toHaveLength(5);
    expect(current().isClosed).toBe(true);
  });

  it('does not wait for a destination that is away; what is left waits on disk', async () => {
    const { exporter, clock, current, spool, offer, pass } = await setUp();
    current().answer = unavailable();
    await offer(callTrace());
    await pass(1000, () => current().askedAt.length === 1 && clock.waiting === 1);
    exporter.offer(callTrace());
    await exporter.close();
    expect(spool.count('langfuse')).toBe(2);
    expect(await spool.claim('langfuse', { entries: 10, size: 1e6 })).toHaveLength(2);
  });
});

describe('a pause', () => {
  it('holds everything back until it ends', async () => {
    const { exporter, clock, current, pass } = await setUp();
    exporter.pause('langfuse');
    exporter.offer(callTrace());
    await pass(25, () => exporter.list()[0]?.queued === 1);
    await clock.advance(60_000);
    expect(current().askedAt).toEqual([]);
    expect(exporter.list()[0]).toMatchObject({ state: 'paused', queued: 1 });
    exporter.resume('langfuse');
    await pass(0, () => current().got.length === 1);
  });
});
