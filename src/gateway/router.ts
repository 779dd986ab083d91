import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawRequestDefaultExpression,
} from 'fastify';
import { GatewayError, toGatewayError } from '../domain/errors.ts';
import type { GatewaySettings } from '../domain/settings.ts';
import { type Caller, callerToken } from '../domain/virtualKey.ts';
import { EVENTS_PATH, IDENTITY_PATH } from '../protocol/api.ts';
import { errorHeaders } from './answerHeaders.ts';
import { ArrivingBody } from './bodies/arrivingBody.ts';
import { receiveBody } from './bodies/receiveBody.ts';
import type { GatewayContext } from './context.ts';
import { toOpenAiError } from './dialects/errorBody.ts';
import { createHostCheck } from './hostCheck.ts';
import { callerOf, recordRefusal } from './llmRequest.ts';
import { enterStep } from './requestSteps.ts';
import { admitCaller, checkAddress } from './routeGuard.ts';
import type { ServerParts } from './serverParts.ts';
import { sessionHolder } from './sessionCookie.ts';
import { watchBody } from './slowRequests.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whoever was let in; undefined until then, and on open routes. */
    caller: Caller | undefined;
  }
  interface FastifyContextConfig {
    /** Anyone may call it, always or by the config. Routes are closed unless they say so. */
    open?: boolean | ((settings: GatewaySettings) => boolean);
    /** The cookie of a login at `/ui` is enough to read it: links and event streams carry no header of the page's. */
    dashboard?: boolean;
    /** Requests to a model: refused ones have a row, too. */
    callType?: string;
    /** Errors in the words of the route's dialect; OpenAI's where it is left out. */
    renderError?: (error: GatewayError, callId?: string) => unknown;
  }
}

/** Another window takes over, or the next start is done, within this time. */
const STOPPING_RETRY_MS = 2000;

const BYTES_PER_KB = 1024;
const BYTES_PER_MB = 1024 * BYTES_PER_KB;

/** Where a request goes for which a router has no route. */
export interface Elsewhere {
  /** Nothing of the request was read, and nothing checked. */
  serve(request: FastifyRequest, reply: FastifyReply, fail: (error: Error) => void): void;
}

/** Checks, limits and errors of every route, with no route yet. The gateway has two such routers, and one listener. */
export function createRouter(parts: ServerParts, elsewhere?: Elsewhere): FastifyInstance {
  const { context, book, sessions, host, limits, maxRequestBytes } = parts;
  const server = Fastify({
    logger: false,
    bodyLimit: maxRequestBytes,
    forceCloseConnections: 'idle',
    // Node's own limits on a request's total time would cut slow uploads of long conversations; `watchBody` does not.
    requestTimeout: 0,
    http: { headersTimeout: limits.headersMs, connectionsCheckingInterval: limits.headersMs / 2 },
    // A gateway that stops says so itself, in the client's dialect and with a time to come back.
    return503OnClosing: false,
    // A route of its own for each HEAD would double the work of registering them, a tenth of the start.
    exposeHeadRoutes: false,
    rewriteUrl: headAsGet,
    // To load Fastify's own compilers of schemas takes a twentieth of the start.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  });
  // Bodies stay bytes until the caller is known; then they are parsed with errors in the client's dialect.
  server.removeAllContentTypeParsers();
  // Of the type that has a name Fastify remembers the parser.
  server.addContentTypeParser(['application/json', '*'], (request, payload, done) => {
    const forModel = request.routeOptions.config.callType !== undefined;
    const body = forModel ? context.bodies.arrive(callerToken(callerOf(request))) : new ArrivingBody();
    receiveBody(request, payload, body, (error, bytes) => done(error, forModel ? bytes : bytes?.join()));
  });
  server.decorateRequest('caller', undefined);
  const checkHost = createHostCheck(context, host);
  const receive = (request: FastifyRequest, reply: FastifyReply): void => {
    enterStep('auth');
    watchBody(request, reply, { clock: context.clock, pauseMs: limits.bodyPauseMs });
    takeIn(request, reply, context);
    checkHost(request);
    checkAddress(request, context);
    const { open } = request.routeOptions.config;
    if (request.is404 || (typeof open === 'function' ? open(context.settings.current) : open === true)) return;
    admitCaller(request, context, sessionHolder(request, sessions));
  };
  server.addHook('onRequest', (request, reply, done) => {
    if (request.is404 && elsewhere !== undefined) return elsewhere.serve(request, reply, done);
    const refusal = thrownBy(() => receive(request, reply));
    enterStep('receive');
    // What follows must not be caught here.
    if (refusal === undefined) done();
    else done(refusal);
  });
  server.setErrorHandler(
    async (thrown: FastifyError, request, reply) => await answerError(thrown, request, reply, context),
  );
  server.setNotFoundHandler((request) => {
    throw new GatewayError('not-found', `There is no ${request.method} ${request.url.split('?', 1)[0]} here.`);
  });
  book.watch(server);
  return server;
}

/** HEAD is answered as GET is; Node has noted by now that no body may be sent, and sends none. */
function headAsGet(request: RawRequestDefaultExpression): string {
  if (request.method === 'HEAD') request.method = 'GET';
  return request.url ?? '/';
}

/** Bodies and answers are checked with zod. */
function noSchemas(): never {
  throw new Error('No route has a schema of Fastify’s.');
}

function thrownBy(step: () => void): GatewayError | undefined {
  try {
    step();
    return undefined;
  } catch (thrown) {
    return toGatewayError(thrown);
  }
}

/** What came over a connection that was open before the stop; the identity is told to the last, so that windows know whom they wait for. */
function takeIn(request: FastifyRequest, reply: FastifyReply, { activeRequests }: GatewayContext): void {
  const { url } = request.routeOptions;
  if (activeRequests.stopping && url !== IDENTITY_PATH) {
    throw new GatewayError('unavailable', 'The gateway is stopping or restarting. Try again in a moment.', {
      retryAfterMs: STOPPING_RETRY_MS,
    });
  }
  // Its readers stay for ever.
  if (url !== EVENTS_PATH) activeRequests.enter(reply.raw);
}

async function answerError(
  thrown: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  context: GatewayContext,
): Promise<void> {
  const error = fromFastify(thrown, request, context);
  const { callType, renderError = toOpenAiError } = request.routeOptions.config;
  if (thrown.code === 'FST_ERR_CTP_BODY_TOO_LARGE' && callType !== undefined) {
    await recordRefusal(context, request, callType, error);
  }
  if (error.kind === 'internal')
    context.logger.error(error.message, { cause: describe(error.cause), url: request.routeOptions.url });
  if (reply.raw.destroyed) return;
  await reply
    .code(error.status)
    .headers(errorHeaders(error))
    .send(renderError(error, callIdOf(reply)));
}

function callIdOf(reply: FastifyReply): string | undefined {
  const id = reply.getHeader('x-litellm-call-id');
  return typeof id === 'string' ? id : undefined;
}

function fromFastify(
  thrown: FastifyError | GatewayError,
  request: FastifyRequest,
  context: GatewayContext,
): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  if (thrown.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const { maxRequestBytes } = context.settings.current;
    const { bodyLimit } = request.routeOptions;
    if (bodyLimit < maxRequestBytes) {
      const kilobytes = bodyLimit / BYTES_PER_KB;
      return new GatewayError(
        'too-large',
        `The request body is larger than ${kilobytes} KB, the most that this route takes.`,
      );
    }
    const megabytes = maxRequestBytes / BYTES_PER_MB;
    return new GatewayError(
      'too-large',
      `The request body is larger than ${megabytes} MB. Raise general_settings.max_request_size_mb and restart if that is meant.`,
    );
  }
  const status = thrown.statusCode ?? 500;
  if (status >= 400 && status < 500) return new GatewayError('bad-request', thrown.message, { status });
  return toGatewayError(thrown);
}

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
