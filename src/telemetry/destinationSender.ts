import type { DestinationStatus, DestinationTest } from '../domain/destinationStatus.ts';
import { messageOf } from '../domain/errors.ts';
import type { Clock, Logger, Random } from '../domain/ports.ts';
import type { ScoreDelivery } from '../domain/score.ts';
import type { TraceSpool } from '../domain/traceSpool.ts';
import { backoffMs } from './backoff.ts';
import { type Destination, DestinationUnavailable, type RefusedTrace, type SendOutcome } from './destination.ts';
import { type ReadBatch, readEntries } from './spoolEntries.ts';

/** How long a trace waits for others to leave with it, ms. */
const GATHER_MS = 1000;
const MOST_TRACES = 100;
const MOST_CHARACTERS = 2_000_000;
const TEST_MS = 10_000;
/** When to look again after what another process was sending, ms. */
const LOOK_AGAIN_MS = 60_000;

export interface SenderParts {
  readonly destination: Destination;
  readonly spool: TraceSpool;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** The status is another one now. */
  readonly onChange: () => void;
}

/** Sends what waits for one destination: in batches, again after a while where it is away, and never more than once where it has arrived. */
export class DestinationSender {
  readonly #parts: SenderParts;
  readonly #stop = new AbortController();
  #cancelTimer: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #looksAgain = false;
  #paused = false;
  #failures = 0;
  #sent = 0;
  #dropped = 0;
  #lastError: DestinationStatus['lastError'];
  #lastSentAt: number | undefined;
  #lastTest: DestinationTest | undefined;
  #loggedRefusal: string | undefined;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  status(): DestinationStatus {
    const { id, kind, address, wantsContent, found = this.#lastTest } = this.#parts.destination;
    return {
      id,
      kind,
      address,
      state: this.#state(),
      queued: this.#parts.spool.count(id),
      sent: this.#sent,
      dropped: this.#dropped,
      lastError: this.#lastError,
      lastSentAt: this.#lastSentAt,
      transport: found?.transport,
      version: found?.version,
      content: wantsContent,
    };
  }

  takesScore(delivery: ScoreDelivery): boolean {
    const { destination } = this.#parts;
    return destination.score !== undefined && (destination.takesScore?.(delivery) ?? true);
  }

  /** There is something to send: it leaves soon, together with what else comes until then. */
  kick(): void {
    if (this.#running !== undefined) this.#again = true;
    else if (this.#failures === 0) this.#scheduleSooner(GATHER_MS);
  }

  /** Entries that were lost before they could be sent. */
  countDropped(count: number): void {
    if (count === 0) return;
    this.#dropped += count;
    this.#fail(`${count} traces were dropped: more waited than there is room for`);
  }

  pause(): void {
    this.#paused = true;
    this.#clearTimer();
    this.#parts.onChange();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#parts.onChange();
    this.#schedule(0);
  }

  /** Sends what waits, now. Resolves when it has arrived, or the destination turned out to be away. */
  async flush(): Promise<void> {
    if (this.#paused || this.#stop.signal.aborted) return;
    // What runs already may have looked before the newest came.
    await this.#running;
    this.#clearTimer();
    this.#running ??= this.#run();
    await this.#running;
  }

  async test(): Promise<DestinationTest> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TEST_MS)]);
    const { ok, detail, version, transport } = await this.#parts.destination.probe(signal);
    this.#lastTest = { ok, detail, version, transport };
    this.#parts.onChange();
    return this.#lastTest;
  }

  /** Sends what it can within `limitMs`; the rest waits for the next start. */
  async close(limitMs: number): Promise<void> {
    const late = new AbortController();
    if (this.#failures === 0) {
      const limit = this.#parts.clock.sleep(limitMs, late.signal).catch(() => undefined);
      await Promise.race([this.flush(), limit]);
      late.abort();
    }
    this.#stop.abort(new Error('The gateway stops.'));
    this.#clearTimer();
    await this.#running;
    await this.#parts.destination.close();
  }

  #state(): DestinationStatus['state'] {
    if (this.#paused) return 'paused';
    if (this.#failures > 0) return 'failing';
    return this.#sent === 0 && this.#dropped === 0 ? 'idle' : 'ok';
  }

  #schedule(ms: number): void {
    if (this.#paused || this.#stop.signal.aborted || this.#cancelTimer !== undefined) return;
    this.#cancelTimer = this.#parts.clock.timer(ms, () => {
      this.#clearTimer();
      this.#running ??= this.#run();
    });
  }

  #lookAgain(): void {
    this.#schedule(LOOK_AGAIN_MS);
    this.#looksAgain = true;
  }

  /** The same where nothing but a later look was planned. */
  #scheduleSooner(ms: number): void {
    if (this.#looksAgain) this.#clearTimer();
    this.#schedule(ms);
  }

  #clearTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#looksAgain = false;
  }

  async #run(): Promise<void> {
    try {
      while (await this.#sendBatch());
    } catch (thrown) {
      this.#fail(`What waits for it cannot be read: ${messageOf(thrown)}`);
    } finally {
      this.#running = undefined;
      if (this.#again) this.kick();
      this.#again = false;
    }
  }

  /** False where there is nothing more to do for now. */
  async #sendBatch(): Promise<boolean> {
    const { destination, spool } = this.#parts;
    if (this.#paused || this.#stop.signal.aborted) return false;
    // What was too much for an ill server may be sent in smaller pieces.
    const entries = Math.max(1, MOST_TRACES >> this.#failures);
    const batch = await spool.claim(destination.id, { entries, size: MOST_CHARACTERS });
    if (batch.length === 0) {
      if (spool.count(destination.id) > 0) this.#lookAgain();
      return false;
    }
    const left = new Set(idsOf(batch));
    try {
      await this.#deliver(readEntries(batch), left);
      return true;
    } catch (thrown) {
      return await this.#returned([...left], thrown);
    }
  }

  /** What has arrived is taken out of `left` and of the spool at once: it is not sent again for the sake of the rest. */
  async #deliver({ traces, scores, broken }: ReadBatch, left: Set<number>): Promise<void> {
    const { destination } = this.#parts;
    const { signal } = this.#stop;
    if (broken.length > 0) await this.#settle(left, broken, refusedAll(broken.length, UNREADABLE));
    if (traces.length > 0) {
      const outcome = await destination.send(
        traces.map(({ trace }) => trace),
        signal,
      );
      await this.#settle(left, idsOf(traces), outcome);
    }
    for (const { id, delivery } of scores) {
      const refusal = await destination.score?.(delivery, signal);
      await this.#settle(left, [id], refusal === undefined ? ARRIVED : refusedAll(1, refusal));
    }
  }

  async #settle(left: Set<number>, ids: readonly number[], outcome: SendOutcome): Promise<void> {
    const { destination, spool } = this.#parts;
    await spool.remove(destination.id, ids);
    for (const id of ids) left.delete(id);
    this.#arrived(outcome);
  }

  #arrived({ accepted, refused }: SendOutcome): void {
    this.#failures = 0;
    this.#sent += accepted;
    if (accepted > 0) this.#lastSentAt = this.#parts.clock.now();
    if (refused.length > 0) this.#refuse(refused);
    else this.#loggedRefusal = undefined;
    this.#parts.onChange();
  }

  /** One line of the log for each reason, however many traces it costs. */
  #refuse(refused: readonly RefusedTrace[]): void {
    const { destination, clock, logger } = this.#parts;
    const message = refused[0]?.reason ?? '';
    this.#dropped += refused.length;
    this.#lastError = { at: clock.now(), message };
    if (this.#loggedRefusal === message) return;
    this.#loggedRefusal = message;
    logger.warn('A destination refused traces; they are dropped', {
      destination: destination.id,
      traces: refused.length,
      reason: message,
    });
  }

  async #returned(ids: readonly number[], thrown: unknown): Promise<boolean> {
    const { destination, spool, random } = this.#parts;
    const isStopping = this.#stop.signal.aborted;
    if (thrown instanceof DestinationUnavailable || isStopping) {
      await spool.release(destination.id, ids);
      if (isStopping) return false;
      this.#failures += 1;
      this.#fail(messageOf(thrown));
      const asked = thrown instanceof DestinationUnavailable ? (thrown.retryAfterMs ?? 0) : 0;
      this.#schedule(Math.max(asked, backoffMs(this.#failures, random)));
      return false;
    }
    // Sent again, it would fail again, and hold up all that come after it.
    await spool.remove(destination.id, ids);
    this.#arrived(refusedAll(ids.length, `They could not be put into its form: ${messageOf(thrown)}`));
    return true;
  }

  #fail(message: string): void {
    const { destination, clock, logger, onChange } = this.#parts;
    if (this.#failures <= 1)
      logger.warn('Traces wait for a destination', { destination: destination.id, reason: message });
    this.#lastError = { at: clock.now(), message };
    onChange();
  }
}

const ARRIVED: SendOutcome = { accepted: 1, refused: [] };
const UNREADABLE = 'What waited on disk could not be read';

function refusedAll(count: number, reason: string): SendOutcome {
  return { accepted: 0, refused: Array.from({ length: count }, () => ({ callId: '', reason })) };
}

function idsOf(batch: readonly { readonly id: number }[]): readonly number[] {
  return batch.map(({ id }) => id);
}
