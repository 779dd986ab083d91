import { messageOf } from '../domain/errors.ts';
import type { CallJournal, Logger, RunningCall } from '../domain/ports.ts';
import type { JournalEntry, RunningCalls } from './runningCalls.ts';

/** How often the journal looks at the calls, ms. */
const TICK_MS = 10;

/** Calls that end sooner (ms) and stream nothing are never written: most never cost the journal a thing. */
const SHORT_MS = 50;

/** How often the progress of a call is written at least, ms. */
const PROGRESS_MS = 500;

/** It is also written when it has grown by this factor: so little is missing of a short answer, and a long one costs few writes. */
const GROWTH = 1.5;

/** A ledger that could not be written is tried again after so long, ms: each try may keep the thread for a while. */
const REST_MS = 500;

const SHORT_TURNS = SHORT_MS / TICK_MS;
const PROGRESS_TURNS = PROGRESS_MS / TICK_MS;
const REST_TURNS = REST_MS / TICK_MS;

interface Entry {
  readonly call: RunningCall;
  /** Tick of the journal in which the call began. */
  readonly turn: number;
  writtenRevision: number | undefined;
}

/** Keeps the running calls of this process in the ledger, many per transaction. */
export class SqliteCallJournal implements CallJournal {
  readonly #calls: RunningCalls;
  readonly #logger: Logger;
  readonly #entries = new Map<string, Entry>();
  #urgent: { readonly entry: Entry; readonly done: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #turn = 0;
  #failed = false;
  /** Nothing is written before this tick. */
  #restsUntil = 0;
  #closed = false;

  constructor(calls: RunningCalls, logger: Logger) {
    this.#calls = calls;
    this.#logger = logger;
  }

  begin(call: RunningCall): void {
    this.#entries.set(call.callId, { call, turn: this.#turn, writtenRevision: undefined });
    if (!this.#closed) this.#timer ??= setInterval(() => this.#tick(), TICK_MS).unref();
  }

  /** Calls that have begun and not ended. */
  get running(): number {
    return this.#entries.size;
  }

  /** Calls that ask in one turn of the event loop share a transaction; one that runs alone has nobody to wait for. */
  write(callId: string): Promise<void> {
    const entry = this.#entries.get(callId);
    if (entry === undefined || entry.writtenRevision === entry.call.revision) return Promise.resolve();
    return new Promise((done) => {
      this.#urgent.push({ entry, done });
      if (this.#urgent.length >= this.#entries.size) this.#writeUrgent();
      else if (this.#urgent.length === 1) setImmediate(() => this.#writeUrgent());
    });
  }

  end(callId: string): void {
    this.#entries.delete(callId);
    this.#calls.forget(callId);
  }

  elsewhere(): number {
    return this.#calls.byOtherOwners().reduce((sum, { count }) => sum + count, 0);
  }

  /** Writes nothing from now on: the ledger closes. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#writeUrgent();
  }

  #writeUrgent(): void {
    const urgent = this.#urgent;
    this.#urgent = [];
    this.#save(urgent.map(({ entry }) => entry).filter(({ call }) => this.#entries.has(call.callId)));
    for (const { done } of urgent) done();
  }

  #tick(): void {
    if (this.#entries.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const entries = [...this.#entries.values()];
    const all = this.#turn % PROGRESS_TURNS === 0;
    this.#save(
      entries.filter((entry) =>
        entry.writtenRevision === undefined ? this.#turn - entry.turn >= SHORT_TURNS : isStale(entry, all),
      ),
    );
    this.#turn += 1;
  }

  /** A journal that cannot be written must not keep an answer from its client: it is said once, then tried again. */
  #save(entries: readonly Entry[]): void {
    if (this.#closed || entries.length === 0 || this.#turn < this.#restsUntil) return;
    try {
      this.#calls.save(entries.map(({ call }) => toJournalEntry(call)));
      for (const entry of entries) entry.writtenRevision = entry.call.revision;
      this.#failed = false;
    } catch (thrown) {
      const reason = messageOf(thrown);
      if (!this.#failed) this.#logger.error('Running requests cannot be written to the ledger', { reason });
      this.#failed = true;
      this.#restsUntil = this.#turn + REST_TURNS;
    }
  }
}

function toJournalEntry(call: RunningCall): JournalEntry {
  return { callId: call.callId, record: call.interrupted(), trace: call.traceFacts };
}

function isStale({ call: { revision }, writtenRevision = 0 }: Entry, all: boolean): boolean {
  return all ? revision > writtenRevision : revision >= writtenRevision * GROWTH;
}
