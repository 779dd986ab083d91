import type { LangfuseSettings, LangfuseTransport } from '../../domain/destinations.ts';
import type { Clock } from '../../domain/ports.ts';
import type { ScoreDelivery } from '../../domain/score.ts';
import type { CallTrace } from '../../domain/traceExport.ts';
import { type Destination, type DestinationProbe, DestinationUnavailable, type SendOutcome } from '../destination.ts';
import { checkKey, type Fetch, said } from '../httpExchange.ts';
import { encodeSpans } from '../otlp/encodeSpans.ts';
import { sendEvents } from './ingestion.ts';
import { toLangfuseCall } from './langfuseCall.ts';
import { toLangfuseScore } from './langfuseScore.ts';
import { LangfuseServer } from './langfuseServer.ts';
import { toLangfuseSpans } from './otlpSpans.ts';
import { transportFor } from './serverVersion.ts';

export interface LangfuseParts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Of the program. */
  readonly version: string;
}

/** A server is asked for its version again after this time, ms: it may have been renewed. */
const KNOWN_FOR_MS = 10 * 60_000;

const SCORES = '/api/public/scores';

interface KnownServer {
  readonly transport: LangfuseTransport;
  readonly version: string | undefined;
  readonly since: number;
}

export function createLangfuseDestination(settings: LangfuseSettings, parts: LangfuseParts): Destination {
  return new LangfuseDestination(settings, parts);
}

class LangfuseDestination implements Destination {
  readonly kind = 'langfuse';
  readonly id: string;
  readonly address: string;
  readonly wantsContent: boolean;
  readonly #settings: LangfuseSettings;
  readonly #parts: LangfuseParts;
  readonly #server: LangfuseServer;
  #known: KnownServer | undefined;

  constructor(settings: LangfuseSettings, parts: LangfuseParts) {
    this.id = settings.id;
    this.address = settings.host;
    this.wantsContent = settings.content;
    this.#settings = settings;
    this.#parts = parts;
    this.#server = new LangfuseServer(settings, parts.fetch);
  }

  get found(): Pick<DestinationProbe, 'transport' | 'version'> | undefined {
    return this.#known;
  }

  async send(traces: readonly CallTrace[], signal: AbortSignal): Promise<SendOutcome> {
    const { transport } = await this.#find(signal);
    if (transport === 'ingestion') return await sendEvents(traces, this.#settings, this.#server, signal);
    return await this.#sendSpans(traces, signal);
  }

  async probe(signal: AbortSignal): Promise<DestinationProbe> {
    try {
      this.#known = undefined;
      const { transport, version } = await this.#find(signal);
      const { status, text } = checkKey(await this.#server.project(signal), this.#server.remedy);
      if (status < 300) return { ok: true, detail: `Langfuse ${version ?? ''} takes traces.`, version, transport };
      return { ok: false, detail: `it answered with status ${status}${said(text)}`, version, transport };
    } catch (thrown) {
      if (!(thrown instanceof DestinationUnavailable)) throw thrown;
      return { ok: false, detail: thrown.message, version: this.#known?.version, transport: this.#known?.transport };
    }
  }

  async score(delivery: ScoreDelivery, signal: AbortSignal): Promise<string | undefined> {
    if (delivery.removed === true) return await this.#removeScore(delivery.score.id, signal);
    const { transport } = await this.#find(signal);
    const body = JSON.stringify(toLangfuseScore(delivery, transport, this.#settings.environment));
    const { status, text } = await this.#server.postJson(SCORES, body, signal);
    return status < 300 ? undefined : `it refused a score with status ${status}${said(text)}`;
  }

  async close(): Promise<void> {}

  /** One that is not there is gone. */
  async #removeScore(id: string, signal: AbortSignal): Promise<string | undefined> {
    const { status, text } = await this.#server.remove(`${SCORES}/${encodeURIComponent(id)}`, signal);
    if (status < 300 || status === 404) return undefined;
    return `it did not take a score back: status ${status}${said(text)}`;
  }

  async #sendSpans(traces: readonly CallTrace[], signal: AbortSignal): Promise<SendOutcome> {
    const spans = traces.flatMap((trace) => toLangfuseSpans(toLangfuseCall(trace, this.#settings), trace));
    const body = await encodeSpans(spans, { resource: this.#resource(), version: this.#parts.version });
    const { status, text } = await this.#server.postSpans(body, signal);
    if (status < 300) return { accepted: traces.length, refused: [] };
    // A server that was put back to an older version.
    if (status === 404) this.#known = undefined;
    const reason = `it refused them with status ${status}${said(text)}`;
    return { accepted: 0, refused: traces.map(({ record }) => ({ callId: record.callId, reason })) };
  }

  /** The environment is not handed down from a span to its children: it belongs to what they have in common. */
  #resource() {
    const { release, environment } = this.#settings;
    return {
      'service.name': 'torii',
      'service.version': this.#parts.version,
      'langfuse.release': release,
      'langfuse.environment': environment,
    };
  }

  async #find(signal: AbortSignal): Promise<KnownServer> {
    const now = this.#parts.clock.monotonic();
    if (this.#known !== undefined && now - this.#known.since < KNOWN_FOR_MS) return this.#known;
    const version = await this.#server.version(signal);
    const transport = this.#settings.transport ?? transportFor(version);
    this.#known = { transport, version, since: now };
    return this.#known;
  }
}
