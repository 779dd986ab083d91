import type { OtlpSettings } from '../../domain/destinations.ts';
import type { CallTrace } from '../../domain/traceExport.ts';
import { type Destination, type DestinationProbe, DestinationUnavailable, type SendOutcome } from '../destination.ts';
import type { Fetch } from '../httpExchange.ts';
import { toCallSpans } from './callSpans.ts';
import { encodeSpans, type SpanSource } from './encodeSpans.ts';
import { postSpans } from './postSpans.ts';

export interface OtlpParts {
  readonly fetch: Fetch;
  /** Of the program. */
  readonly version: string;
}

/** An OpenTelemetry collector, or anything else that takes OTLP in protobuf over HTTP. */
export function createOtlpDestination(settings: OtlpSettings, parts: OtlpParts): Destination {
  return new OtlpDestination(settings, parts);
}

class OtlpDestination implements Destination {
  readonly kind = 'otlp';
  readonly id: string;
  readonly address: string;
  readonly wantsContent: boolean;
  readonly #settings: OtlpSettings;
  readonly #parts: OtlpParts;
  readonly #source: SpanSource;

  constructor(settings: OtlpSettings, parts: OtlpParts) {
    this.id = settings.id;
    this.address = withoutSecrets(settings.endpoint);
    this.wantsContent = settings.content;
    this.#settings = settings;
    this.#parts = parts;
    this.#source = {
      resource: {
        ...settings.resource,
        'service.name': settings.serviceName,
        'service.version': parts.version,
        'deployment.environment.name': settings.environment,
      },
      version: parts.version,
    };
  }

  async send(traces: readonly CallTrace[], signal: AbortSignal): Promise<SendOutcome> {
    const body = await encodeSpans(traces.flatMap(toCallSpans), this.#source);
    const { endpoint: url, headers } = this.#settings;
    const refusal = await postSpans(this.#parts.fetch, { url, headers, body }, signal);
    if (refusal === undefined) return { accepted: traces.length, refused: [] };
    return { accepted: 0, refused: traces.map(({ record }) => ({ callId: record.callId, reason: refusal })) };
  }

  /** An export without spans: collectors take it, and say no more than whether we may send. */
  async probe(signal: AbortSignal): Promise<DestinationProbe> {
    const { endpoint: url, headers } = this.#settings;
    try {
      const body = await encodeSpans([], this.#source);
      const refusal = await postSpans(this.#parts.fetch, { url, headers, body }, signal);
      if (refusal === undefined) return { ok: true, detail: 'It takes traces.', transport: 'otlp' };
      return { ok: false, detail: refusal, transport: 'otlp' };
    } catch (thrown) {
      if (thrown instanceof DestinationUnavailable) return { ok: false, detail: thrown.message, transport: 'otlp' };
      throw thrown;
    }
  }

  async close(): Promise<void> {}
}

function withoutSecrets(endpoint: string): string {
  const url = new URL(endpoint);
  return `${url.origin}${url.pathname}`;
}
