import type { Deployment } from '../../domain/deployment.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { NetworkParameters } from '../../domain/networkParameters.ts';
import { remembered } from '../../domain/remembered.ts';
import type { Environment } from '../network/environment.ts';

/** Where a request goes and with what in its head. */
export interface Target {
  readonly url: URL;
  readonly origin: string;
  /** With the query. */
  readonly path: string;
  /** `host:port`, for messages. */
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The same for an answer that streams. */
  readonly streamHeaders: Readonly<Record<string, string>>;
  readonly network: NetworkParameters | undefined;
  /** Values that must never show in a message or a log. */
  readonly secrets: readonly string[];
}

const DEFAULT_BASE = 'https://api.openai.com/v1';
const OPENAI_HOST = 'api.openai.com';

/**
 * The base URL: the deployment's `api_base`, else `OPENAI_API_BASE` or `OPENAI_BASE_URL` where these are absolute
 * (other programs keep a bare path such as `/v1` there), else OpenAI's own. Throws GatewayError where `api_base` is no URL.
 */
export function baseUrl(deployment: Deployment, environment: Environment): URL {
  if (deployment.apiBase !== undefined) return parseBase(deployment.apiBase, deployment.group);
  const fromEnvironment = [environment['OPENAI_API_BASE'], environment['OPENAI_BASE_URL']].find(isAbsolute);
  return new URL(fromEnvironment ?? DEFAULT_BASE);
}

/** Origin and path of the base URL, without query or credentials. */
export function describeBase(deployment: Deployment, environment: Environment): string {
  const target = resolveTarget(deployment, environment, '');
  return remembered(described, target, () => target.origin + trimSlashes(target.url.pathname));
}

const described = new WeakMap<Target, string>();

const targetsOf = new WeakMap<Environment, WeakMap<Deployment, Map<string, Target>>>();

/**
 * `endpoint` is a path below the base, such as `/chat/completions`; a query of the base (Azure's `api-version`) is kept.
 * Neither a deployment nor an environment ever changes, so that a target is made once.
 */
export function resolveTarget(deployment: Deployment, environment: Environment, endpoint: string): Target {
  const ofEnvironment = remembered(targetsOf, environment, () => new WeakMap<Deployment, Map<string, Target>>());
  const targets = remembered(ofEnvironment, deployment, () => new Map<string, Target>());
  const known = targets.get(endpoint);
  if (known !== undefined) return known;
  const target = makeTarget(deployment, environment, endpoint);
  targets.set(endpoint, target);
  return target;
}

function makeTarget(deployment: Deployment, environment: Environment, endpoint: string): Target {
  const url = baseUrl(deployment, environment);
  url.pathname = trimSlashes(url.pathname) + endpoint;
  const apiKey = deployment.apiKey ?? environment['OPENAI_API_KEY'];
  const headers = requestHeaders(deployment, apiKey);
  return {
    url,
    origin: url.origin,
    path: url.pathname + url.search,
    host: hostAndPort(url),
    headers: { accept: 'application/json', ...headers },
    streamHeaders: { accept: 'text/event-stream', ...headers },
    network: deployment.network,
    secrets: apiKey === undefined || apiKey === '' ? [] : [apiKey],
  };
}

/** OpenAI itself, which refuses what compatible servers overlook, and takes what they refuse. */
export function isOpenai(url: URL): boolean {
  return remembered(ofOpenai, url, () => url.hostname === OPENAI_HOST);
}

/** A target's address is one object, and reading a part of it costs more than this. */
const ofOpenai = new WeakMap<URL, boolean>();

function requestHeaders(deployment: Deployment, apiKey: string | undefined): Record<string, string> {
  const organization = deployment.defaults['organization'];
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'accept-encoding': 'identity',
  };
  if (apiKey !== undefined && apiKey !== '') headers['authorization'] = `Bearer ${apiKey}`;
  if (typeof organization === 'string') headers['openai-organization'] = organization;
  for (const [name, value] of Object.entries(deployment.headers)) headers[name.toLowerCase()] = value;
  return headers;
}

function parseBase(apiBase: string, group: string): URL {
  if (isAbsolute(apiBase)) return new URL(apiBase);
  throw new GatewayError(
    'internal',
    `The api_base of model group "${group}" is not an absolute URL. Write it like http://localhost:8000/v1.`,
    { provider: 'openai', retryable: false },
  );
}

function isAbsolute(text: string | undefined): text is string {
  return text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text);
}

function trimSlashes(path: string): string {
  return path.replace(/\/+$/, '');
}

function hostAndPort(url: URL): string {
  if (url.port !== '') return url.host;
  return `${url.hostname}:${url.protocol === 'https:' ? '443' : '80'}`;
}
