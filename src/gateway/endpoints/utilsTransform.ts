import type { Deployment } from '../../domain/deployment.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { RequestDescription } from '../../domain/ports.ts';
import type { PreparationNote } from '../../domain/spend.ts';
import { type Caller, callerToken } from '../../domain/virtualKey.ts';
import { AttemptDeadline } from '../attemptDeadline.ts';
import { prepareRequest } from '../chatAttempt.ts';
import type { GatewayContext } from '../context.ts';
import { anthropicMessages } from '../dialects/anthropic/anthropicMessages.ts';
import type { ChatDialect } from '../dialects/chatDialect.ts';
import { openAiCompletion } from '../dialects/completions/openAiCompletion.ts';
import { openAiChat } from '../dialects/openai/openAiChat.ts';
import type { ResponseStore } from '../dialects/responses/responseStore.ts';
import { createResponsesDialect } from '../dialects/responses/responsesDialect.ts';
import { RequestCall } from '../requestCall.ts';
import type { AttemptTarget } from '../routing/attempt.ts';

/** Finding the region of an AWS profile may take a moment. */
const DESCRIBE_LIMIT_MS = 30_000;

export interface TransformWish {
  /** LiteLLM's name of the kind of call, e.g. `completion`. */
  readonly callType: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly deployment: Deployment;
  readonly responses: ResponseStore;
}

/** The request that this body would become, without secrets, and what was done to it. Throws GatewayError as the call would. */
export async function transformRequest(context: GatewayContext, wish: TransformWish): Promise<Record<string, unknown>> {
  const notes: PreparationNote[] = [];
  const { url, headers, body } = await describe(context, wish, (note) => notes.push(note));
  return {
    raw_request_api_base: url,
    raw_request_body: body,
    raw_request_headers: redact(headers),
    error: null,
    torii_notes: notes,
  };
}

async function describe(
  context: GatewayContext,
  wish: TransformWish,
  note: (note: PreparationNote) => void,
): Promise<RequestDescription> {
  const dialect = dialectOf(context, wish);
  const call = new RequestCall(context, toFacts(wish, Buffer.from(context.random.bytes(8)).toString('hex')));
  const deadline = new AttemptDeadline(context.clock, call.controller.signal, {
    kind: 'whole',
    totalMs: DESCRIBE_LIMIT_MS,
  });
  try {
    const target = toTarget(context, wish, deadline, note);
    const { provider, deployment } = target;
    if (provider.describeRequest === undefined) {
      throw new GatewayError('bad-request', `The provider '${provider.name}' sends no request that could be shown.`);
    }
    const { body } = wish;
    if (dialect.relayedAs !== undefined && provider.relayChat !== undefined) {
      const relay = { body, stream: body['stream'] === true, includeUsage: dialect.wantsUsage(body) };
      return await provider.describeRequest({ ...relay, responseModel: deployment.group }, target.call);
    }
    const request = await prepareRequest(dialect.parse(body, note), context, target, call);
    return await provider.describeRequest(request, target.call);
  } finally {
    deadline.clear();
    // It was no request to a model: it ends without a row.
    context.activeRequests.end(call.facts.callId);
    context.notices.publish({ type: 'request-finished', callId: call.facts.callId });
  }
}

function dialectOf(context: GatewayContext, { callType, body, caller, responses }: TransformWish): ChatDialect {
  switch (callType.replace(/^a(?=completion|text_completion|responses)/, '')) {
    case 'completion':
      return openAiChat;
    case 'text_completion':
      return openAiCompletion;
    case 'anthropic_messages':
      return anthropicMessages;
    case 'responses':
      return createResponsesDialect({
        body,
        bodyBytes: 0,
        store: responses,
        token: callerToken(caller),
        dropParams: context.settings.current.dropParams,
        frame: { id: '', model: '', created: 0 },
      });
    default:
      throw new GatewayError(
        'bad-request',
        `call_type: '${callType}' cannot be shown; use one of: completion, text_completion, responses, anthropic_messages`,
        { param: 'call_type' },
      );
  }
}

function toFacts({ callType, body, caller }: TransformWish, callId: string): RequestCall['facts'] {
  return {
    callId,
    callType,
    caller,
    modelGroup: String(body['model']),
    stream: body['stream'] === true,
    bodyBytes: 0,
    endUser: undefined,
    sessionId: undefined,
    traceId: undefined,
    taskId: undefined,
    client: undefined,
    tags: [],
    ipAddress: undefined,
  };
}

function toTarget(
  context: GatewayContext,
  { deployment, body }: TransformWish,
  deadline: AttemptDeadline,
  note: (note: PreparationNote) => void,
): AttemptTarget {
  const provider = context.providers.find(deployment.provider);
  if (provider === undefined) {
    throw new GatewayError('bad-request', `The provider '${deployment.provider}' is not part of this version.`);
  }
  const dropParams = deployment.dropParams || context.settings.current.dropParams || body['drop_params'] === true;
  const card = context.catalog.describe(deployment);
  const call = { callId: 'transform_request', deployment, card, signal: deadline.signal, dropParams, note };
  return {
    provider,
    deployment,
    call,
    deadline,
    fellBack: false,
    bodyOverride: undefined,
    end: () => deadline.clear(),
  };
}

/** Headers whose values are no secret; a deployment's own headers may hold anything. */
const SHOWN = new Set(['accept', 'accept-encoding', 'anthropic-version', 'anthropic-beta', 'content-type', 'host']);

function redact(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SHOWN.has(name.toLowerCase()) ? value : 'REDACTED']),
  );
}
