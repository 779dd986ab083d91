import type { Deployment } from '../../domain/deployment.ts';
import { isObject } from '../../domain/json.ts';
import type { ProviderCall } from '../../domain/ports.ts';
import { remembered } from '../../domain/remembered.ts';
import { isGatewayParameter } from './gatewayParameters.ts';
import { isOpenai } from './target.ts';

type Body = Readonly<Record<string, unknown>>;

/**
 * What is true of every body that goes out: the deployment's model and defaults (never over what the client set), nothing
 * that is meant for the gateway, nothing that `additional_drop_params` names, and a stream always asked for its usage.
 */
export function finishBody(body: Body, call: ProviderCall, url: URL): Record<string, unknown> {
  const { deployment } = call;
  const finished: Record<string, unknown> = { ...defaultsOf(deployment) };
  if (LIMITS.some((name) => body[name] !== undefined)) for (const name of LIMITS) delete finished[name];
  for (const name of Object.keys(body)) {
    const value = body[name];
    if (value !== undefined && !isGatewayParameter(name)) finished[name] = value;
  }
  finished['model'] = deployment.model;
  if (finished['stream'] === true) finished['stream_options'] = withUsage(body['stream_options']);
  else remove(finished, 'stream_options');
  if (isOpenai(url)) suitOpenai(finished);
  else remove(finished, 'metadata');
  for (const name of deployment.additionalDropParams) remove(finished, name);
  return finished;
}

/** Two names of one parameter: a client that sets either has set it. */
const LIMITS = ['max_tokens', 'max_completion_tokens'] as const;
/** What the client alone decides. */
const NEVER_DEFAULT: ReadonlySet<string> = new Set(['messages', 'input', 'stream', 'stream_options']);

/** To delete makes a slow object of a quick one, whether there was something to delete or not. */
function remove(body: Record<string, unknown>, name: string): void {
  if (name in body) delete body[name];
}

const known = new WeakMap<Deployment, Body>();

/** A deployment never changes. */
function defaultsOf(deployment: Deployment): Body {
  return remembered(known, deployment, () => readDefaults(deployment));
}

function readDefaults(deployment: Deployment): Body {
  const extra = deployment.defaults['extra_body'];
  const own = Object.entries(deployment.defaults).filter(
    ([name]) => !isGatewayParameter(name) && !NEVER_DEFAULT.has(name),
  );
  return { ...Object.fromEntries(own), ...(isObject(extra) ? extra : {}) };
}

function withUsage(options: unknown): Body {
  return { ...(isObject(options) ? options : {}), include_usage: true };
}

/** OpenAI's newer models refuse `max_tokens`; all of its chat models take the newer name. */
function suitOpenai(body: Record<string, unknown>): void {
  const maxTokens = body['max_tokens'];
  if (maxTokens === undefined || body['messages'] === undefined) return;
  delete body['max_tokens'];
  body['max_completion_tokens'] ??= maxTokens;
}
