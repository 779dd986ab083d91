import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayError } from '../domain/errors.ts';
import type { RelayChunk } from '../domain/ports.ts';
import { authorise, authoriseFallbacks } from './admission.ts';
import { answerHeaders, earlyHeaders, errorHeaders } from './answerHeaders.ts';
import { explainAbort } from './attemptDeadline.ts';
import { isWhole, type OpenedAnswer, openChat } from './chatAttempt.ts';
import { type ChatInput, toChatInput } from './chatInput.ts';
import type { GatewayContext } from './context.ts';
import { continued } from './continuation.ts';
import { estimatePrompt } from './dialects/anthropic/estimatePrompt.ts';
import type { ChatDialect } from './dialects/chatDialect.ts';
import { Dispatcher } from './dispatcher.ts';
import { admitLimits } from './limits/limitAdmission.ts';
import { abortWithClient, type LlmRequest } from './llmRequest.ts';
import { PromptKeeping } from './promptKeeping.ts';
import type { RequestCall } from './requestCall.ts';
import { header } from './requestFacts.ts';
import { enterStep } from './requestSteps.ts';
import type { AttemptTarget, DispatchOptions } from './routing/attempt.ts';
import { dispatchOptions } from './routing/dispatchOptions.ts';
import { fallbackModels } from './routing/requestFallbacks.ts';
import { SseResponse } from './sse.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** One chat from its body to its row: plan, answer, relay, finish. */
export class ChatLifecycle {
  readonly #context: GatewayContext;
  readonly #dialect: ChatDialect;
  readonly #opened: LlmRequest;
  readonly #call: RequestCall;
  readonly #options: DispatchOptions;
  readonly #reply: FastifyReply;
  readonly #bodies: PromptKeeping;
  #sse: SseResponse | undefined;
  #answer: OpenedAnswer | undefined;

  constructor(
    context: GatewayContext,
    dialect: ChatDialect,
    opened: LlmRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    this.#context = context;
    this.#dialect = dialect;
    this.#opened = opened;
    this.#call = opened.call;
    this.#options = dispatchOptions(request, opened.body.value);
    this.#reply = reply;
    this.#bodies = new PromptKeeping(context, {
      callId: opened.call.facts.callId,
      caller: opened.caller,
      body: opened.body.value,
      noLogHeader: header(request, 'x-litellm-no-log'),
    });
  }

  async run(): Promise<void> {
    try {
      const answer = await this.#openAnswer();
      if (this.#sse === undefined) await this.#sendWhole(answer);
      else await this.#sendStream(answer, this.#sse);
    } catch (thrown) {
      await this.#fail(thrown);
    } finally {
      this.#sse?.stop();
      this.#answer?.target.end();
    }
  }

  async #openAnswer(): Promise<OpenedAnswer> {
    enterStep('parse');
    const { caller, body } = this.#opened;
    const { continueStreams } = this.#context.settings.current.router;
    const { headers } = this.#reply.request;
    const input = toChatInput(this.#dialect, body, headers, this.#call, continueStreams);
    enterStep('auth');
    const asked = authorise(this.#context, caller, input.model, this.#dialect.route);
    authoriseFallbacks(this.#context, caller, fallbackModels(this.#options.fallbacks));
    abortWithClient(this.#reply, this.#call);
    if (input.stream) this.#beginStream();
    enterStep('admit');
    const wish = { body: body.value, maxTokens: this.#dialect.maxTokens(body.value) };
    const target = await admitLimits(this.#context, this.#call, asked, wish);
    enterStep('plan');
    const dispatcher = new Dispatcher(this.#context, {
      call: this.#call,
      options: this.#options,
      promptTokens: () => estimatePrompt(input.request()),
      attempt: this.#opening(input),
    });
    this.#answer = await dispatcher.dispatch(target);
    if (!input.stream || !continueStreams) return this.#answer;
    const pieces = continued(this.#answer, {
      input,
      call: this.#call,
      goOn: (failed, error, rest) => dispatcher.goOn(failed.target, error, this.#opening(rest)),
      onSwitch: (answer) => {
        this.#answer = answer;
      },
    });
    return { ...this.#answer, pieces };
  }

  /** One attempt at an input. */
  #opening(input: ChatInput): (target: AttemptTarget) => Promise<OpenedAnswer> {
    return async (target) => {
      const covered = this.#call.guard?.cover(target.deployment);
      if (covered !== undefined) await covered;
      enterStep('prepare');
      return await openChat(this.#context, input, target, this.#call);
    };
  }

  #beginStream(): void {
    this.#reply.hijack();
    const early = () => earlyHeaders(this.#call, this.#context);
    this.#sse = new SseResponse(this.#reply.raw, this.#context.clock, early);
  }

  async #sendWhole(answer: OpenedAnswer): Promise<void> {
    const pieces = isWhole(answer.pieces) ? answer.pieces : await gather(answer.pieces);
    if (this.#call.trace !== undefined) for (const piece of pieces) this.#call.trace.observe(piece);
    const headers = answerHeaders(this.#call, this.#context, answer.headers);
    answer.target.end();
    await this.#call.finish({ status: 'success', requestId: this.#requestId(answer) });
    enterStep('write');
    const [first] = pieces;
    const whole =
      pieces.length === 1 && first !== undefined ? first.bytes : Buffer.concat(pieces.map(({ bytes }) => bytes));
    this.#reply.hijack();
    headers['content-type'] = JSON_TYPE;
    headers['content-length'] = String(whole.length);
    this.#reply.raw.writeHead(200, headers);
    endWith(this.#reply.raw, whole);
    this.#bodies.answered(whole);
    this.#bodies.end(undefined);
  }

  /** From the event that ends the answer on, bytes are held back until the row is written. */
  async #sendStream(answer: OpenedAnswer, sse: SseResponse): Promise<void> {
    sse.begin(answerHeaders(this.#call, this.#context, answer.headers));
    const held: Uint8Array[] = [];
    let ended = false;
    let journaled = false;
    for await (const piece of answer.pieces) {
      this.#bodies.observe(piece);
      this.#call.trace?.observe(piece);
      ended ||= piece.events.some((event) => event.type === 'end');
      if (ended) {
        held.push(piece.bytes);
        continue;
      }
      // What a client has seen is in the ledger, also when the process dies right after.
      if (!journaled) {
        enterStep('journal');
        await this.#call.journaled();
        journaled = true;
        enterStep('relay');
      }
      await sse.write(piece.bytes);
    }
    this.#answer?.target.end();
    await this.#call.finish({ status: 'success', requestId: this.#requestId(answer) });
    enterStep('write');
    sse.end(held);
    this.#bodies.end(undefined);
  }

  async #fail(thrown: unknown): Promise<void> {
    const error = this.#answer?.target.deadline.explain(thrown) ?? this.#reasonOf(thrown);
    this.#answer?.target.end(error);
    const { cost } = await this.#call.finish({ status: 'failure', error });
    this.#bodies.end(this.#dialect.renderError(error, this.#call.facts.callId));
    const headers = answerHeaders(this.#call, this.#context, {}, cost);
    if (this.#sse === undefined) {
      this.#reply.headers(headers);
      throw error;
    }
    if (this.#reply.raw.destroyed) return;
    if (this.#sse.begun) {
      this.#sse.end([Buffer.from(this.#dialect.renderStreamError(error, this.#call.facts.callId))]);
      return;
    }
    this.#sse.stop();
    this.#reply.raw.writeHead(error.status, {
      ...headers,
      ...errorHeaders(error),
      'content-type': JSON_TYPE,
    });
    this.#reply.raw.end(JSON.stringify(this.#dialect.renderError(error, this.#call.facts.callId)));
  }

  /** Before an answer was opened, an abort of the client shows up as whatever it interrupted. */
  #reasonOf(thrown: unknown): GatewayError {
    const { signal } = this.#call.controller;
    return explainAbort(signal, thrown);
  }

  #requestId(answer: OpenedAnswer): string | undefined {
    return answer.relayed ? this.#call.answerId : this.#answerId();
  }

  /** The id that an answer carries where we write it ourselves. */
  #answerId(): string {
    return this.#dialect.idPrefix + this.#call.facts.callId;
  }
}

async function gather(pieces: AsyncIterable<RelayChunk>): Promise<readonly RelayChunk[]> {
  const gathered: RelayChunk[] = [];
  for await (const piece of pieces) gathered.push(piece);
  return gathered;
}

/** Bytes of an answer that leave as one text with their head. */
const MOST_IN_TEXT = 16 * 1024;

/** Node joins a head and a text to one write; for bytes of their own it gathers two, which costs more than to copy a few. */
function endWith(raw: ServerResponse, bytes: Uint8Array): void {
  if (bytes.length > MOST_IN_TEXT) raw.end(bytes);
  else raw.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'), 'latin1');
}
