import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChatRequest } from '../domain/chat.ts';
import { GatewayError } from '../domain/errors.ts';
import type { PreparationNote } from '../domain/spend.ts';
import { authorise, authoriseFallbacks, reserve } from './admission.ts';
import { answerHeaders, errorHeaders } from './answerHeaders.ts';
import { explainAbort } from './attemptDeadline.ts';
import { type ChatInput, type OpenedAnswer, openChat } from './chatAttempt.ts';
import type { GatewayContext } from './context.ts';
import type { Body, ChatDialect } from './dialects/chatDialect.ts';
import { Dispatcher, type DispatchOptions } from './dispatcher.ts';
import { abortWithClient, dispatchOptions, type LlmRequest } from './llmRequest.ts';
import type { RequestCall } from './requestCall.ts';
import { SseResponse } from './sse.ts';

/** One chat from its body to its row: plan, answer, relay, finish. */
export class ChatLifecycle {
  readonly #context: GatewayContext;
  readonly #dialect: ChatDialect;
  readonly #opened: LlmRequest;
  readonly #call: RequestCall;
  readonly #options: DispatchOptions;
  readonly #reply: FastifyReply;
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
      this.#answer?.target.deadline.clear();
    }
  }

  async #openAnswer(): Promise<OpenedAnswer> {
    const input = this.#toInput();
    const { caller } = this.#opened;
    const target = authorise(this.#context, caller, input.model, this.#dialect.route);
    authoriseFallbacks(this.#context, caller, this.#options.fallbacks ?? []);
    await reserve(
      this.#context,
      { ...this.#call.facts, maxTokens: this.#dialect.maxTokens(this.#opened.body.value) },
      target,
    );
    abortWithClient(this.#reply, this.#call);
    if (input.stream) this.#beginStream();
    const dispatcher = new Dispatcher(this.#context, this.#call, this.#options, (attempt) =>
      openChat(this.#context, input, attempt, this.#call),
    );
    this.#answer = await dispatcher.dispatch(target);
    return this.#answer;
  }

  #toInput(): ChatInput {
    const { body } = this.#opened;
    const model = this.#call.facts.modelGroup;
    if (model === '') throw new GatewayError('bad-request', 'model: name a model of `/v1/models`', { param: 'model' });
    const { stream } = this.#call.facts;
    const notes: PreparationNote[] = [];
    let parsed: ChatRequest | undefined;
    // The path may name the model instead of the body.
    const named = this.#withHeaders('model' in body.value ? body.value : { ...body.value, model });
    return {
      dialect: this.#dialect,
      body: named,
      model,
      stream,
      includeUsage: this.#dialect.wantsUsage(body.value),
      request: () => {
        parsed ??= this.#dialect.parse(named, (note) => notes.push(note));
        for (const note of notes) this.#call.note(note);
        return parsed;
      },
      frame: { id: this.#answerId(), created: Math.floor(this.#call.startedAt / 1000) },
    };
  }

  #withHeaders(body: Body): Body {
    return this.#dialect.withHeaders?.(body, this.#reply.request.headers) ?? body;
  }

  #beginStream(): void {
    this.#reply.hijack();
    const early = answerHeaders(this.#call, this.#context, {});
    this.#sse = new SseResponse(this.#reply.raw, this.#context.clock, early);
  }

  async #sendWhole(answer: OpenedAnswer): Promise<void> {
    const bytes: Uint8Array[] = [];
    for await (const piece of answer.pieces) bytes.push(piece.bytes);
    const headers = answerHeaders(this.#call, this.#context, answer.headers);
    await this.#call.finish({ status: 'success', requestId: this.#requestId(answer) });
    await this.#reply.code(200).headers(headers).type(answer.contentType).send(Buffer.concat(bytes));
  }

  /** From the event that ends the answer on, bytes are held back until the row is written. */
  async #sendStream(answer: OpenedAnswer, sse: SseResponse): Promise<void> {
    sse.begin(answerHeaders(this.#call, this.#context, answer.headers));
    const held: Uint8Array[] = [];
    let ended = false;
    let journaled = false;
    for await (const piece of answer.pieces) {
      ended ||= piece.events.some((event) => event.type === 'end');
      if (ended) {
        held.push(piece.bytes);
        continue;
      }
      // What a client has seen is in the ledger, also when the process dies right after.
      if (!journaled) await this.#call.journaled();
      journaled = true;
      await sse.write(piece.bytes);
    }
    await this.#call.finish({ status: 'success', requestId: this.#requestId(answer) });
    sse.end(held);
  }

  async #fail(thrown: unknown): Promise<void> {
    const error = this.#answer?.target.deadline.explain(thrown) ?? this.#reasonOf(thrown);
    await this.#call.finish({ status: 'failure', error });
    if (this.#sse === undefined) throw error;
    if (this.#reply.raw.destroyed) return;
    if (this.#sse.begun) {
      this.#sse.end([Buffer.from(this.#dialect.renderStreamError(error, this.#call.facts.callId))]);
      return;
    }
    this.#sse.stop();
    const headers = answerHeaders(this.#call, this.#context, {});
    this.#reply.raw.writeHead(error.status, {
      ...headers,
      ...errorHeaders(error),
      'content-type': 'application/json; charset=utf-8',
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
