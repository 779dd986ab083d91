import type { FastifyRequest } from 'fastify';
import { AnswerCollector } from '../domain/chatAnswer.ts';
import { textOf } from '../domain/entities.ts';
import type { RelayChunk } from '../domain/ports.ts';
import { keepsPrompts } from '../domain/promptStorage.ts';
import type { SpendRecord } from '../domain/spend.ts';
import type { TraceContent, TraceFacts, TraceSink } from '../domain/traceExport.ts';
import { toKeptFacts } from '../domain/tracePrivacy.ts';
import type { Caller } from '../domain/virtualKey.ts';
import type { ParsedBody } from './bodies/parsedBody.ts';
import type { CallWatch } from './callWatch.ts';
import type { GatewayContext } from './context.ts';
import { header } from './requestFacts.ts';
import { isLogged, readContent, readMetadata, readParameters } from './traceFacts.ts';
import { toTraceMessage } from './traceMessage.ts';

/** Gathers what destinations are to have of a call, of which there may be no body that could be read. Undefined where there are none, or the request wants no log: then it costs nothing. */
export function captureTrace(
  context: GatewayContext,
  request: FastifyRequest,
  caller: Caller,
  asked: ParsedBody | undefined,
): CallWatch | undefined {
  const { traces } = context;
  const body = asked?.value ?? {};
  if (!traces.open || !isLogged(request, body)) return undefined;
  const wantsContent = traces.wantsContent && mayLeave(context, request, caller, body);
  const holder = caller.role === 'key' ? caller : undefined;
  return new TraceCapture(traces, wantsContent ? { body, bytes: asked?.raw.length ?? 0 } : undefined, {
    metadata: readMetadata(request, body),
    parameters: readParameters(body),
    teamAlias: textOf(holder?.team?.fields, 'team_alias'),
    userEmail: textOf(holder?.user?.fields, 'user_email'),
  });
}

/** The request's or the key's own word against it always holds. */
function mayLeave(
  context: GatewayContext,
  request: FastifyRequest,
  caller: Caller,
  body: Readonly<Record<string, unknown>>,
): boolean {
  const redacted = ['litellm-enable-message-redaction', 'x-litellm-enable-message-redaction'];
  return keepsPrompts({
    storePrompts: true,
    keyMetadata: caller.role === 'key' ? caller.key.metadata : undefined,
    body,
    noLogHeader: redacted.map((name) => header(request, name)).find((value) => value !== undefined),
    document: context.settings.current.document,
  });
}

/** A request whose prompt and answer are wanted. */
interface Asked {
  readonly body: Readonly<Record<string, unknown>>;
  readonly bytes: number;
}

/** Of an answer, about. */
const BYTES_PER_TOKEN = 4;

/** The trace of one call, until its row is settled. */
class TraceCapture implements CallWatch {
  readonly #sink: TraceSink;
  readonly #asked: Asked | undefined;
  readonly #facts: TraceFacts;
  #keptFacts: TraceFacts | undefined;
  readonly #answer = new AnswerCollector();

  constructor(sink: TraceSink, asked: Asked | undefined, facts: TraceFacts) {
    this.#sink = sink;
    this.#asked = asked;
    this.#facts = facts;
  }

  get facts(): TraceFacts {
    this.#keptFacts ??= toKeptFacts(this.#facts);
    return this.#keptFacts;
  }

  observe({ events }: Pick<RelayChunk, 'events'>): void {
    if (this.#asked !== undefined) for (const event of events) this.#answer.add(event);
  }

  offer(record: SpendRecord): void {
    const bytes =
      this.#asked === undefined ? 0 : this.#asked.bytes + BYTES_PER_TOKEN * (record.usage?.outputTokens ?? 0);
    this.#sink.offer({ ...this.#facts, record, content: this.#content(record) }, bytes);
  }

  #content({ error, callType }: SpendRecord): TraceContent | undefined {
    if (this.#asked === undefined) return undefined;
    const request = readContent(this.#asked.body);
    if (error !== undefined) return { request, response: { error: { type: error.kind, message: error.message } } };
    return { request, response: callType === 'aembedding' ? undefined : toTraceMessage(this.#answer.answer) };
  }
}
