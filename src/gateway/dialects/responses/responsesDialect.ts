import { isObject } from '../../../domain/json.ts';
import type { AnswerFrame, ChatDialect } from '../chatDialect.ts';
import { toOpenAiError } from '../errorBody.ts';
import { type Conversation, EMPTY_CONVERSATION } from './conversation.ts';
import { withAnswer } from './keptAnswer.ts';
import type { OutputItem, ThinkingWishes } from './outputItems.ts';
import { parseResponses } from './parseResponses.ts';
import { badField } from './readAs.ts';
import { renderResponse } from './renderAnswer.ts';
import { ResponsesStream, type StreamSetup } from './renderStream.ts';
import type { ResponseBody } from './responseBody.ts';
import type { ResponseStore } from './responseStore.ts';

/** One request's surroundings: Responses has a memory, so its dialect is made for each request. */
export interface ResponsesTurn {
  readonly body: Readonly<Record<string, unknown>>;
  /** Size of the body, for the store's bounds. */
  readonly bodyBytes: number;
  readonly store: ResponseStore;
  /** Hash of the caller's key. */
  readonly token: string;
  readonly dropParams: boolean;
  /** For a failure before any deployment answered. */
  readonly frame: Pick<AnswerFrame, 'id' | 'model' | 'created'>;
}

export const RESPONSES_CALL_TYPE = 'aresponses';
export const RESPONSE_ID_PREFIX = 'resp_';

/** `/v1/responses`. */
export function createResponsesDialect(turn: ResponsesTurn): ChatDialect {
  const { body } = turn;
  const wishes = thinkingWishes(body);
  let conversation: Conversation = EMPTY_CONVERSATION;
  let stream: ResponsesStream | undefined;
  const setupFor = (frame: StreamSetup['frame']): StreamSetup => ({
    body,
    wishes,
    frame,
    onComplete: (response, items) => keep(turn, conversation, response, items),
  });
  return {
    name: 'openai-responses',
    callType: RESPONSES_CALL_TYPE,
    route: '/responses',
    idPrefix: RESPONSE_ID_PREFIX,
    relayedAs: undefined,
    wantsUsage: () => true,
    maxTokens: ({ max_output_tokens: limit }) => (typeof limit === 'number' && limit > 0 ? limit : undefined),
    parse: (asked, note) => {
      const parsed = parseResponses(asked, {
        findConversation: (id) => findConversation(turn, id),
        findItem: (id) => turn.store.findItem(id, turn.token),
        note,
        dropParams: turn.dropParams,
      });
      conversation = parsed.conversation;
      return parsed.request;
    },
    openStream: (frame) => {
      stream = new ResponsesStream(setupFor(frame));
      return stream;
    },
    renderAnswer: (answer, frame) => renderResponse(answer, setupFor(frame)),
    renderError: toOpenAiError,
    renderStreamError: (error) => (stream ?? new ResponsesStream(setupFor(turn.frame))).fail(error),
  };
}

function thinkingWishes({ include, reasoning }: Readonly<Record<string, unknown>>): ThinkingWishes {
  const asked = isObject(reasoning) ? (reasoning['summary'] ?? reasoning['generate_summary']) : undefined;
  return {
    summary: typeof asked === 'string' && asked !== 'none',
    encrypted: Array.isArray(include) && include.includes('reasoning.encrypted_content'),
  };
}

function findConversation({ store, token }: ResponsesTurn, id: string): Conversation {
  const kept = store.find(id, token);
  if (kept !== undefined) return kept.conversation;
  throw badField('previous_response_id', `Previous response with id '${id}' not found.`);
}

function keep(
  turn: ResponsesTurn,
  conversation: Conversation,
  response: ResponseBody,
  items: readonly OutputItem[],
): void {
  const { store, token, body } = turn;
  if (body['store'] === false) return;
  const previous = body['previous_response_id'];
  const before = typeof previous === 'string' ? (store.find(previous, token)?.bytes ?? 0) : 0;
  store.keep({
    id: String(response['id']),
    token,
    response,
    items,
    conversation: withAnswer(conversation, items),
    bytes: before + turn.bodyBytes + JSON.stringify(items).length,
  });
}
