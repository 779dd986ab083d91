import type { FastifyReply, FastifyRequest } from 'fastify';
import { isBlocked } from '../domain/entities.ts';
import { GatewayError, toGatewayError } from '../domain/errors.ts';
import { type Caller, callerToken, type VirtualKey } from '../domain/virtualKey.ts';
import { authenticate, bringsKey, callerOfSession } from './authentication.ts';
import type { ParsedBody } from './bodies/parsedBody.ts';
import { requireModelName } from './boundedName.ts';
import type { GatewayContext } from './context.ts';
import { newCallId } from './randomId.ts';
import { RequestCall } from './requestCall.ts';
import { readBody, toFacts } from './requestFacts.ts';
import { enterStep } from './requestSteps.ts';
import { captureTrace } from './traceCapture.ts';
import type { SessionHolder } from './uiSessions.ts';

/** An authenticated request with its record, before anything was decided about it. */
export interface LlmRequest {
  readonly call: RequestCall;
  readonly caller: Caller;
  readonly body: ParsedBody;
}

/** LiteLLM's `call_type` of what has an `input` that is no conversation. */
export const EMBEDDING_CALL_TYPE = 'aembedding';

/**
 * Runs before the body is read: nobody without a key can make the gateway take 50 MB. `session` is the login that came
 * along; a key that the request names itself counts before it.
 */
export function rememberCaller(
  request: FastifyRequest,
  context: GatewayContext,
  session: SessionHolder | undefined,
): void {
  const withoutKey = session !== undefined && !bringsKey(request, context.settings.current.access.keyHeader);
  request.caller = withoutKey ? callerOfSession(session, context) : authenticate(request, context);
}

/** For routes that need no key. */
export function rememberAnonymous(request: FastifyRequest, key: VirtualKey): void {
  request.caller = { role: 'key', key, user: undefined, team: undefined, member: undefined, userRole: undefined };
}

export function callerOf(request: FastifyRequest): Caller {
  const { caller } = request;
  if (caller === undefined) throw new GatewayError('authentication', 'Authentication Error, No api key passed in.');
  return caller;
}

/** Opens the record of a request. A body that cannot be read has its row, too. */
export async function openLlmRequest(
  context: GatewayContext,
  request: FastifyRequest,
  reply: FastifyReply,
  callType: string,
): Promise<LlmRequest> {
  const caller = callerOf(request);
  const callId = newCallId(context);
  reply.header('x-litellm-call-id', callId);
  reply.header('x-litellm-version', context.identity.version);
  try {
    enterStep('parse');
    const body = readBody(request, (raw) => context.bodies.parse(raw, callerToken(caller)));
    requireModelName(body.value['model']);
    const facts = toFacts(request, caller, callId, callType, body, context.settings.current.access.userHeader);
    requireEndUser(context, facts.endUser);
    enterStep('task');
    const said = callType === EMBEDDING_CALL_TYPE ? {} : body.value;
    const { client, sessionId } = facts;
    const taskId = await context.tasks.assign({ token: callerToken(caller), client, sessionId, body: said });
    enterStep('open');
    const call = new RequestCall(context, { ...facts, taskId });
    call.trace = captureTrace(context, request, caller, body);
    context.journal.begin(call);
    return { caller, body, call };
  } catch (thrown) {
    const error = toGatewayError(thrown);
    await recordRefusal(context, request, callType, error, callId);
    throw error;
  }
}

/** Throws where `general_settings.enforce_user_param` wants to know for whom a request is, and where that customer is blocked. */
function requireEndUser({ settings, directory }: GatewayContext, endUser: string | undefined): void {
  if (endUser === undefined) {
    if (!settings.current.access.enforceUserParam) return;
    const message = 'BadRequest please pass param=user to make calls. This is a required param';
    throw new GatewayError('bad-request', message, { param: 'user' });
  }
  if (!isBlocked(directory.find('customer', endUser))) return;
  throw new GatewayError('permission', `User blocked from making LLM API Calls. End user: ${endUser}`, {
    param: 'user',
  });
}

/** A row for a request that was refused before its body was understood. */
export async function recordRefusal(
  context: GatewayContext,
  request: FastifyRequest,
  callType: string,
  error: GatewayError,
  callId: string = newCallId(context),
): Promise<void> {
  const caller = callerOf(request);
  const call = new RequestCall(context, toFacts(request, caller, callId, callType, undefined));
  call.trace = captureTrace(context, request, caller, undefined);
  await call.finish({ status: 'failure', error });
}

/** The client's socket is the request's life: when it closes early, the upstream is aborted at once. */
export function abortWithClient(reply: FastifyReply, call: RequestCall): void {
  const abort = (): void => {
    if (reply.raw.writableFinished) return;
    call.controller.abort(
      new GatewayError('cancelled', 'The client closed the connection before the answer was complete.'),
    );
  };
  // It may have gone while its key and its budget were looked up.
  if (reply.raw.destroyed) abort();
  else reply.raw.once('close', abort);
}
