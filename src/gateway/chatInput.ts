import type { ChatRequest } from '../domain/chat.ts';
import { GatewayError } from '../domain/errors.ts';
import type { RelayRequest } from '../domain/ports.ts';
import type { PreparationNote } from '../domain/spend.ts';
import type { ParsedBody } from './bodies/parsedBody.ts';
import type { AnswerFrame, Body, ChatDialect, StreamRendering } from './dialects/chatDialect.ts';
import type { RequestCall } from './requestCall.ts';
import { stringField } from './requestFacts.ts';
import { withoutRoutingFields } from './routing/dispatchOptions.ts';

/** A client's chat, as the attempts need it. */
export interface ChatInput {
  readonly dialect: ChatDialect;
  /** Without the fields that speak to the router. */
  readonly body: Body;
  /** The body as it came, and what its bytes say. */
  readonly source: RelayRequest['source'];
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** False: the answer is rendered from its events even where bytes could be passed on as they are. */
  readonly mayRelay: boolean;
  /** Of an answer that broke off and that this one goes on with. */
  readonly rendering?: StreamRendering | undefined;
  /** The body's `mock_response`. */
  readonly mockResponse: string | undefined;
  /** The body in the gateway's own words; parsed when the first provider needs it. Throws `bad-request`. */
  readonly request: () => ChatRequest;
  /** Id and time of the answer where we write it ourselves. */
  readonly frame: Pick<AnswerFrame, 'id' | 'created'>;
}

/** Throws `bad-request` where the request names no model, or holds nothing to answer. */
export function toChatInput(
  dialect: ChatDialect,
  { value: body, raw, fields }: ParsedBody,
  headers: Readonly<Record<string, unknown>>,
  call: RequestCall,
  continueStreams: boolean,
): ChatInput {
  const model = call.facts.modelGroup;
  if (model === '') throw new GatewayError('bad-request', 'model: name a model of `/v1/models`', { param: 'model' });
  dialect.check?.(body);
  const own = withoutRoutingFields(body);
  // The path may name the model instead of the body.
  const named = 'model' in own ? own : { ...own, model };
  const complete = dialect.withHeaders?.(named, headers) ?? named;
  return {
    dialect,
    body: complete,
    source: { bytes: raw, fields, value: body },
    model,
    stream: call.facts.stream,
    includeUsage: dialect.wantsUsage(body),
    mayRelay: !(call.facts.stream && continueStreams),
    mockResponse: stringField(body, 'mock_response'),
    request: parseOnce(dialect, complete, call),
    frame: { id: dialect.idPrefix + call.facts.callId, created: Math.floor(call.startedAt / 1000) },
  };
}

/** The input of a fallback that sets fields of its own. Whether the answer streams, the client has decided. */
export function withOverride(input: ChatInput, override: Body | undefined, call: RequestCall): ChatInput {
  // What goes on with a broken answer has its own request already.
  if (override === undefined || input.rendering !== undefined) return input;
  const { stream: _, ...fields } = withoutRoutingFields(override);
  const body = { ...input.body, ...fields };
  return { ...input, body, request: parseOnce(input.dialect, body, call) };
}

/** What was mended in the parsing is told to each attempt. */
function parseOnce(dialect: ChatDialect, body: Body, call: RequestCall): () => ChatRequest {
  const notes: PreparationNote[] = [];
  let parsed: ChatRequest | undefined;
  return () => {
    parsed ??= dialect.parse(body, (note) => notes.push(note));
    for (const note of notes) call.note(note);
    return parsed;
  };
}
