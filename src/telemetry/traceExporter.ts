import { setImmediate as turn } from 'node:timers/promises';
import type { DestinationControl, DestinationStatus, DestinationTest } from '../domain/destinationStatus.ts';
import type { DestinationSettings, ExportSettings } from '../domain/destinations.ts';
import { messageOf } from '../domain/errors.ts';
import type { Clock, Logger, Random } from '../domain/ports.ts';
import type { ScoreDelivery, ScoreSink } from '../domain/score.ts';
import type { CallTrace, TraceIntake } from '../domain/traceExport.ts';
import { toExportedScore, toExportedTrace } from '../domain/tracePrivacy.ts';
import type { SpoolEntry, TraceSpool } from '../domain/traceSpool.ts';
import type { Destination } from './destination.ts';
import { DestinationSender } from './destinationSender.ts';
import { toEntry } from './spoolEntries.ts';

/** How long what was offered may be in memory alone, ms. */
const WRITE_MS = 25;
/** The same where the disk does not take it. */
const WRITE_AGAIN_MS = 5000;
const MOST_IN_MEMORY = 2000;
/** Prompts and answers of those, bytes: as objects they take some times as much. */
const MOST_BYTES_IN_MEMORY = 32 * 1024 * 1024;
const CLOSE_MS = 3000;

export interface ExporterParts {
  readonly spool: TraceSpool;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly create: (settings: DestinationSettings) => Destination;
  /** The status of a destination is another one now. */
  readonly onChange: () => void;
}

interface InForce {
  readonly settings: DestinationSettings;
  readonly fingerprint: string;
  readonly sender: DestinationSender;
}

interface Offered {
  readonly what: CallTrace | ScoreDelivery;
  readonly bytes: number;
  /** Ids of the destinations that were in force. */
  readonly to: readonly string[];
}

interface Forms {
  readonly whole: SpoolEntry;
  readonly bare: SpoolEntry;
}

/** Takes traces over, puts them on disk without secrets, and has them sent. */
export class TraceExporter implements TraceIntake, ScoreSink, DestinationControl {
  readonly #parts: ExporterParts;
  #exports: ExportSettings;
  #inForce: ReadonlyMap<string, InForce> = new Map();
  #offered: Offered[] = [];
  #cancelWrite: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();
  #closing: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(parts: ExporterParts, exports: ExportSettings) {
    this.#parts = parts;
    this.#exports = exports;
    this.configure(exports);
  }

  get open(): boolean {
    return this.#inForce.size > 0;
  }

  get wantsContent(): boolean {
    return this.#exports.destinations.some(({ content }) => content);
  }

  offer(trace: CallTrace, contentBytes = 0): void {
    const to = [...this.#inForce.values()]
      .filter(({ settings }) => settings.outcomes[trace.record.status])
      .map(({ settings }) => settings.id);
    this.#take({ what: trace, bytes: contentBytes, to });
  }

  offerScore(delivery: ScoreDelivery): void {
    const takers = [...this.#inForce.values()].filter(({ sender }) => sender.takesScore(delivery));
    this.#take({ what: delivery, bytes: 0, to: takers.map(({ settings }) => settings.id) });
  }

  /** Takes new settings. Destinations that stay as they were go on; of those that change, what waits is sent to the new address. */
  configure(exports: ExportSettings): void {
    if (this.#closed) return;
    const before = this.#inForce;
    this.#exports = exports;
    this.#inForce = new Map(exports.destinations.map((settings) => [settings.id, this.#keepOrMake(settings)]));
    const ended = [...before.values()].filter(({ sender, settings }) => this.#senderOf(settings.id) !== sender);
    this.#closing = Promise.all([this.#closing, ...ended.map(({ sender }) => sender.close(0))]);
    if (ended.length > 0 || this.#inForce.size !== before.size) this.#parts.onChange();
  }

  list(): readonly DestinationStatus[] {
    return [...this.#inForce.values()].map(({ sender }) => sender.status());
  }

  async test(id: string): Promise<DestinationTest | undefined> {
    return await this.#senderOf(id)?.test();
  }

  pause(id: string): DestinationStatus | undefined {
    const sender = this.#senderOf(id);
    sender?.pause();
    return sender?.status();
  }

  resume(id: string): DestinationStatus | undefined {
    const sender = this.#senderOf(id);
    sender?.resume();
    return sender?.status();
  }

  async flush(id: string): Promise<DestinationStatus | undefined> {
    const sender = this.#senderOf(id);
    await this.#writeNow();
    await sender?.flush();
    return sender?.status();
  }

  /** Writes everything down and sends what it can in a few seconds. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writeNow();
    await Promise.all([...this.#inForce.values()].map(({ sender }) => sender.close(CLOSE_MS)));
    await this.#closing;
  }

  #take(offered: Offered): void {
    if (offered.to.length === 0) return;
    this.#offered.push(offered);
    this.#dropSurplus();
    this.#writeSoon(WRITE_MS);
  }

  /** The oldest go; the newest stays, however large it is. */
  #dropSurplus(): void {
    let bytes = this.#offered.reduce((sum, offered) => sum + offered.bytes, 0);
    while (this.#offered.length > MOST_IN_MEMORY || (bytes > MOST_BYTES_IN_MEMORY && this.#offered.length > 1)) {
      const oldest = this.#offered.shift();
      bytes -= oldest?.bytes ?? 0;
      this.#drop(oldest);
    }
  }

  #senderOf(id: string): DestinationSender | undefined {
    return this.#inForce.get(id)?.sender;
  }

  #keepOrMake(settings: DestinationSettings): InForce {
    const fingerprint = JSON.stringify(settings);
    const known = this.#inForce.get(settings.id);
    if (known?.fingerprint === fingerprint) return known;
    const sender = new DestinationSender({ ...this.#parts, destination: this.#parts.create(settings) });
    // What an earlier process, or an earlier config, left behind.
    sender.kick();
    return { settings, fingerprint, sender };
  }

  #drop(offered: Offered | undefined): void {
    for (const id of offered?.to ?? []) this.#senderOf(id)?.countDropped(1);
  }

  #writeSoon(ms: number): void {
    this.#cancelWrite ??= this.#parts.clock.timer(ms, () => void this.#writeNow());
  }

  /** One write after the other, so that traces keep their order. */
  #writeNow(): Promise<void> {
    this.#cancelWrite?.();
    this.#cancelWrite = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const taken = this.#offered;
    this.#offered = [];
    if (taken.length === 0) return;
    const entries = await this.#toEntries(taken);
    try {
      for (const [id, own] of entries) {
        const dropped = await this.#parts.spool.add(id, own);
        entries.delete(id);
        this.#senderOf(id)?.countDropped(dropped);
        this.#senderOf(id)?.kick();
      }
    } catch (thrown) {
      this.#keep(taken, [...entries.keys()], thrown);
    }
  }

  /** A disk that is full may have room again in a while. */
  #keep(taken: readonly Offered[], missing: readonly string[], thrown: unknown): void {
    const reason = messageOf(thrown);
    this.#parts.logger.warn('Traces could not be written down and wait in memory', { reason });
    const left = taken.map((offered) => ({ ...offered, to: offered.to.filter((id) => missing.includes(id)) }));
    this.#offered = [...left.filter(({ to }) => to.length > 0), ...this.#offered];
    this.#dropSurplus();
    this.#writeSoon(WRITE_AGAIN_MS);
  }

  async #toEntries(offered: readonly Offered[]): Promise<Map<string, SpoolEntry[]>> {
    const entries = new Map<string, SpoolEntry[]>();
    for (const one of offered) {
      const { what, to } = one;
      const forms = this.#toForms(what);
      if (forms === undefined) {
        this.#drop(one);
        continue;
      }
      const { whole, bare } = forms;
      for (const id of to) {
        const own = entries.get(id) ?? [];
        own.push(this.#inForce.get(id)?.settings.content === true ? whole : bare);
        entries.set(id, own);
      }
      // Requests come first: the redaction of a long prompt takes milliseconds.
      if (whole !== bare) await turn();
    }
    return entries;
  }

  /** With prompts and answers, and without; the same where there are none. Undefined for what cannot be written as JSON. */
  #toForms(what: Offered['what']): Forms | undefined {
    try {
      return this.#written(what);
    } catch (thrown) {
      const reason = messageOf(thrown);
      this.#parts.logger.error('A trace could not be written down', { reason });
      return undefined;
    }
  }

  #written(what: Offered['what']): Forms {
    const clean = 'score' in what ? toExportedScore(what) : toExportedTrace(what, this.#exports);
    const whole = toEntry(clean);
    const hasContent = 'record' in clean && clean.content !== undefined;
    return { whole, bare: hasContent ? toEntry({ ...clean, content: undefined }) : whole };
  }
}
