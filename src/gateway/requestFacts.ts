import type { FastifyRequest } from 'fastify';
import { stringsOf } from '../domain/entities.ts';
import { GatewayError } from '../domain/errors.ts';
import { isObject, parseJson } from '../domain/json.ts';
import type { Caller } from '../domain/virtualKey.ts';
import { BodyBytes } from './bodies/bodyBytes.ts';
import { type ParsedBody, parseBody } from './bodies/parsedBody.ts';
import { boundedName } from './boundedName.ts';

/** What is known of a request before anything was done about it. */
export interface RequestFacts {
  readonly callId: string;
  readonly callType: string;
  readonly caller: Caller;
  readonly modelGroup: string;
  readonly stream: boolean;
  /** Bytes of the client's body, for estimates. */
  readonly bodyBytes: number;
  readonly endUser: string | undefined;
  readonly sessionId: string | undefined;
  /** The trace that the client wants the call in. */
  readonly traceId: string | undefined;
  readonly taskId: string | undefined;
  readonly client: string | undefined;
  readonly tags: readonly string[];
  readonly ipAddress: string | undefined;
}

/** The JSON object of a request. Throws `bad-request` that says what is wrong and where. */
export function readBody(
  request: FastifyRequest,
  parse: (raw: BodyBytes) => ParsedBody = (raw) => parseBody(raw.join()),
): ParsedBody {
  const { body } = request;
  const raw = Buffer.isBuffer(body) ? new BodyBytes(body) : body;
  if (!(raw instanceof BodyBytes) || raw.length === 0) {
    throw new GatewayError('bad-request', 'The body is empty; send a JSON object with content-type application/json.');
  }
  return parse(raw);
}

export function stringField(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What a body and its headers say about who asks and for what. */
export function toFacts(
  request: FastifyRequest,
  caller: Caller,
  callId: string,
  callType: string,
  body: ParsedBody | undefined,
  /** Header of the config that may name the end user. */
  userHeader?: string | undefined,
): RequestFacts {
  const value = body?.value ?? {};
  return {
    callId,
    callType,
    caller,
    modelGroup: boundedName(stringField(value, 'model') ?? modelOfPath(request) ?? ''),
    stream: value['stream'] === true,
    bodyBytes: body?.raw.length ?? 0,
    endUser: optional(endUserOf(request, value, userHeader)),
    sessionId: optional(sessionOf(request, value)),
    traceId: optional(traceOf(request, value)),
    taskId: undefined,
    client: clientOf(header(request, 'user-agent')),
    tags: tagsOf(request, value, caller),
    ipAddress: request.ip,
  };
}

function optional(name: string | undefined): string | undefined {
  return name === undefined ? undefined : boundedName(name);
}

/** `/openai/deployments/{model}/…` and `/engines/{model}/…` name the model where the body does not. */
function modelOfPath(request: FastifyRequest): string | undefined {
  const { params } = request;
  return isObject(params) ? stringField(params, 'model') : undefined;
}

export function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** LiteLLM's order: what whoever stands before the gateway says in a header holds, whatever the body says. */
function endUserOf(
  request: FastifyRequest,
  body: Readonly<Record<string, unknown>>,
  userHeader: string | undefined,
): string | undefined {
  const own = isObject(body['litellm_metadata']) ? body['litellm_metadata'] : {};
  const metadata = isObject(body['metadata']) ? body['metadata'] : {};
  return (
    header(request, 'x-litellm-customer-id') ??
    header(request, 'x-litellm-end-user-id') ??
    (userHeader === undefined ? undefined : header(request, userHeader)) ??
    stringField(body, 'user') ??
    stringField(own, 'user') ??
    // Claude Code's is another one with each session: nobody's budget.
    (sessionOfUser(metadata['user_id']) === undefined ? stringField(metadata, 'user_id') : undefined) ??
    stringField(body, 'safety_identifier')
  );
}

function sessionOf(request: FastifyRequest, body: Readonly<Record<string, unknown>>): string | undefined {
  const metadata = isObject(body['metadata']) ? body['metadata'] : {};
  return (
    header(request, 'x-litellm-session-id') ??
    header(request, 'langfuse_session_id') ??
    stringField(body, 'litellm_session_id') ??
    stringField(metadata, 'session_id') ??
    sessionOfUser(metadata['user_id']) ??
    header(request, 'x-claude-code-session-id') ??
    header(request, 'session-id') ??
    sessionOfCodex(body) ??
    header(request, 'x-litellm-trace-id')
  );
}

/** LiteLLM's names for the trace that a call belongs to. Undefined where the call has one of its own. */
function traceOf(request: FastifyRequest, body: Readonly<Record<string, unknown>>): string | undefined {
  const own = [body['metadata'], body['litellm_metadata']].filter(isObject);
  const named = (name: string): string | undefined =>
    header(request, `langfuse_${name}`) ??
    own.map((metadata) => stringField(metadata, name)).find((id) => id !== undefined);
  return named('existing_trace_id') ?? named('trace_id');
}

/** Codex names its session in the body, too; `prompt_cache_key` is the same id. */
function sessionOfCodex(body: Readonly<Record<string, unknown>>): string | undefined {
  const client = isObject(body['client_metadata']) ? body['client_metadata'] : {};
  return stringField(client, 'session_id') ?? stringField(body, 'prompt_cache_key');
}

/** Claude Code names its session inside `metadata.user_id`: as JSON, and before that as `user_…_session_…`. */
function sessionOfUser(userId: unknown): string | undefined {
  if (typeof userId !== 'string') return undefined;
  const user = parseJson(userId);
  if (isObject(user)) return stringField(user, 'session_id');
  return /_session_([\w-]+)$/.exec(userId)?.[1];
}

/** First product of a User-Agent: `Cline/4.0.12`, `ai-sdk/openai-compatible/3.0.37`. */
export function clientOf(userAgent: string | undefined): string | undefined {
  return userAgent?.split(/\s+/, 1)[0]?.slice(0, 100);
}

const MOST_TAGS = 50;
const NO_TAGS: readonly string[] = [];

/** Of the body, the header, the key and its team. */
function tagsOf(request: FastifyRequest, body: Readonly<Record<string, unknown>>, caller: Caller): readonly string[] {
  const metadata = isObject(body['metadata']) ? body['metadata'] : {};
  const inBody = Array.isArray(metadata['tags']) ? metadata['tags'] : [];
  const inHeader = header(request, 'x-litellm-tags')?.split(',') ?? [];
  const owned =
    caller.role === 'key' ? [...stringsOf(caller.key.metadata, 'tags'), ...stringsOf(caller.team?.fields, 'tags')] : [];
  const given = [...inBody, ...inHeader, ...owned];
  if (given.length === 0) return NO_TAGS;
  const tags = given.filter((tag): tag is string => typeof tag === 'string');
  return [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))].slice(0, MOST_TAGS).map(boundedName);
}
