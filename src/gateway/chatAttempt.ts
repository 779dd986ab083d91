import { sumUsage } from '../domain/billedParts.ts';
import type { ChatEvent, ChatRequest } from '../domain/chat.ts';
import { isContent } from '../domain/chat.ts';
import { AnswerCollector } from '../domain/chatAnswer.ts';
import { GatewayError } from '../domain/errors.ts';
import { say } from '../domain/noteTexts.ts';
import type { RelayChunk, RelayChunks } from '../domain/ports.ts';
import type { AttemptDeadline } from './attemptDeadline.ts';
import { planRequestCache } from './cachePlanning.ts';
import { type ChatInput, withOverride } from './chatInput.ts';
import type { GatewayContext } from './context.ts';
import type { AnswerFrame, ChatDialect, StreamRendering } from './dialects/chatDialect.ts';
import { mockedAnswer } from './mockedAnswer.ts';
import type { RequestCall } from './requestCall.ts';
import type { AttemptTarget } from './routing/attempt.ts';
import { keepThinking } from './thinkingKeeping.ts';
import { recallThinking, thinkingScope } from './thinkingRecall.ts';

/** An answer of which the first good event has been seen; nothing of it has been sent yet. */
export interface OpenedAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  /** All of the answer, the pieces that were read ahead included. */
  readonly pieces: RelayChunks;
  readonly target: AttemptTarget;
  /** The provider's own bytes, its id of the answer included. */
  readonly relayed: boolean;
  /** What writes a stream that is not relayed. */
  readonly rendering: StreamRendering | undefined;
}

/** Sends the request to one deployment and reads on until something good has come. */
export async function openChat(
  context: GatewayContext,
  input: ChatInput,
  target: AttemptTarget,
  call: RequestCall,
): Promise<OpenedAnswer> {
  const source = await startAnswer(context, withOverride(input, target.bodyOverride, call), target, call);
  const { headers, contentType, pieces, relayed, rendering } = source;
  const opened = isWhole(pieces) ? await observeAll(pieces, call, target) : await readAhead(pieces, call, target);
  return { headers, contentType, pieces: opened, target, relayed, rendering };
}

/** Whether all of an answer is there already. */
export function isWhole(pieces: RelayChunks): pieces is readonly RelayChunk[] {
  return 'length' in pieces;
}

async function observeAll(
  pieces: readonly RelayChunk[],
  call: RequestCall,
  { deadline }: AttemptTarget,
): Promise<RelayChunks> {
  for (const piece of pieces) {
    const covered = observe(piece, call, deadline);
    if (covered !== undefined) await covered;
  }
  return pieces;
}

async function readAhead(
  source: AsyncIterable<RelayChunk>,
  call: RequestCall,
  { deadline }: AttemptTarget,
): Promise<RelayChunks> {
  const pieces = observed(source, call, deadline);
  const ahead: RelayChunk[] = [];
  for (;;) {
    const next = await pieces.next();
    if (next.done === true) break;
    ahead.push(next.value);
    if (next.value.events.some((event) => isContent(event) || event.type === 'end')) break;
  }
  if (ahead.length === 0) throw new GatewayError('connection', 'The model closed the connection without an answer.');
  return joined(ahead, pieces);
}

interface AnswerSource {
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly pieces: RelayChunks;
  readonly relayed: boolean;
  readonly rendering: StreamRendering | undefined;
}

/** The client's own dialect is relayed where the provider speaks it; otherwise events are rendered. */
async function startAnswer(
  context: GatewayContext,
  input: ChatInput,
  target: AttemptTarget,
  call: RequestCall,
): Promise<AnswerSource> {
  const responseModel = target.fellBack ? target.deployment.model : input.model;
  const frame = { ...input.frame, model: responseModel, includeUsage: input.includeUsage };
  const mocked = mockResponse(input, target);
  if (mocked !== undefined) {
    call.note({ code: 'mock-response', detail: say('mocked', {}) });
    return await rendered({}, mockedAnswer(mocked), input, frame, call);
  }
  if (input.mayRelay && input.dialect.relayedAs === 'openai-chat' && target.provider.relayChat !== undefined) {
    const { body, source, stream, includeUsage } = input;
    const relayed = { body, source, stream, includeUsage, responseModel };
    const answer = await target.provider.relayChat(relayed, target.call);
    call.upstreamAnswered(answer.upstreamRequestId);
    return {
      headers: answer.headers,
      contentType: answer.contentType,
      pieces: answer.chunks,
      relayed: true,
      rendering: undefined,
    };
  }
  const request = await prepareRequest(input.request(), context, target, call);
  const answer = await target.provider.chat(request, target.call);
  call.upstreamAnswered(answer.upstreamRequestId);
  const events = keepThinking(answer.events, thinkingScope(context, target, call), context);
  return await rendered(answer.headers, events, input, frame, call);
}

/** The body's, for the group that was asked for, else the deployment's own. */
function mockResponse({ mockResponse: asked }: ChatInput, { deployment, fellBack }: AttemptTarget): string | undefined {
  const configured = deployment.defaults['mock_response'];
  return (fellBack ? undefined : asked) ?? (typeof configured === 'string' ? configured : undefined);
}

async function rendered(
  headers: AnswerSource['headers'],
  events: AsyncIterable<ChatEvent>,
  { dialect, stream, rendering: begun }: ChatInput,
  frame: AnswerFrame,
  call: RequestCall,
): Promise<AnswerSource> {
  if (!stream) {
    const pieces = [await renderWhole(events, dialect, frame)];
    return { headers, relayed: false, rendering: undefined, contentType: 'application/json', pieces };
  }
  if (begun !== undefined) call.note({ code: 'continued', detail: say('continued', {}) });
  const rendering = begun ?? dialect.openStream(frame);
  const pieces = renderStream(events, rendering, call);
  return { headers, relayed: false, rendering, contentType: 'text/event-stream', pieces };
}

/** What this deployment needs of the request beyond what the client sent. */
export async function prepareRequest(
  request: ChatRequest,
  context: GatewayContext,
  target: AttemptTarget,
  call: RequestCall,
): Promise<ChatRequest> {
  const remembered = await recallThinking(request, context, target, call);
  return planRequestCache(remembered, target, context.settings.current, call.facts.caller);
}

async function* renderStream(
  events: AsyncIterable<ChatEvent>,
  rendering: StreamRendering,
  call: RequestCall,
): AsyncGenerator<RelayChunk, void, undefined> {
  for await (const event of events) {
    yield { bytes: Buffer.from(rendering.render(withEarlierUsage(event, call))), events: [event] };
  }
  yield { bytes: Buffer.from(rendering.done()), events: [] };
}

/** The client sees one answer, and its usage with that of the parts that broke off. */
function withEarlierUsage(event: ChatEvent, { brokenOff }: RequestCall): ChatEvent {
  if (event.type !== 'usage' || brokenOff.length === 0) return event;
  return { ...event, usage: sumUsage([event.usage, ...brokenOff.map(({ usage }) => usage)]) };
}

async function renderWhole(
  events: AsyncIterable<ChatEvent>,
  dialect: ChatDialect,
  frame: AnswerFrame,
): Promise<RelayChunk> {
  const collector = new AnswerCollector();
  const seen: ChatEvent[] = [];
  for await (const event of events) {
    collector.add(event);
    seen.push(event);
  }
  return { bytes: Buffer.from(JSON.stringify(dialect.renderAnswer(collector.answer, frame))), events: seen };
}

async function* observed(
  pieces: AsyncIterable<RelayChunk>,
  call: RequestCall,
  deadline: AttemptDeadline,
): AsyncGenerator<RelayChunk, void, undefined> {
  for await (const piece of pieces) {
    const covered = observe(piece, call, deadline);
    if (covered !== undefined) await covered;
    yield piece;
  }
}

/** Every piece counts as a sign of life, and what is in it is noted for the ledger. Gives back what it has to wait for, if anything. */
function observe({ events }: RelayChunk, call: RequestCall, deadline: AttemptDeadline): Promise<void> | undefined {
  deadline.touch();
  if (events.some(isContent)) deadline.contentCame();
  for (const event of events) call.observe(event);
  return call.guard?.watch(call.outputTokens);
}

/** No generator: each one on the way of a stream costs every piece some turns of the microtask queue. */
function joined(ahead: RelayChunk[], rest: AsyncGenerator<RelayChunk, void, undefined>): AsyncIterable<RelayChunk> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const value = ahead.shift();
        return value === undefined ? rest.next() : Promise.resolve({ done: false, value });
      },
      // Leaving early must close the upstream.
      return: () => rest.return(),
    }),
  };
}
