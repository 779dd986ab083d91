import type { LangfuseSettings } from '../../domain/destinations.ts';
import type { Environment } from '../environment.ts';
import type { Finding, Findings } from '../findings.ts';
import { type CallbackPlace, findCallback } from './callbackPlace.ts';
import { isContentUnsaid, mayHaveContent } from './contentSwitch.ts';
import type { DestinationInput } from './destinationInput.ts';
import { firstOf, toHttpUrl } from './variables.ts';

const CLOUD = 'https://cloud.langfuse.com';
const CALLBACKS = ['langfuse', 'langfuse_otel'];

/** Names of one project's variables, behind `LANGFUSE_` or `UPSTREAM_LANGFUSE_`. */
interface Project {
  readonly id: string;
  readonly prefix: string;
}

const OWN: Project = { id: 'langfuse', prefix: 'LANGFUSE_' };
const UPSTREAM: Project = { id: 'langfuse-upstream', prefix: 'UPSTREAM_LANGFUSE_' };

/** The callbacks `langfuse` and `langfuse_otel` with LiteLLM's variables, and the second project of `UPSTREAM_LANGFUSE_…`. */
export function readLangfuse(input: DestinationInput): readonly LangfuseSettings[] {
  const place = findCallback(input.config.litellm_settings, CALLBACKS);
  if (place === undefined) return [];
  const upstream = firstOf(input.environment, [`${UPSTREAM.prefix}SECRET_KEY`]) === undefined ? [] : [UPSTREAM];
  return [OWN, ...upstream].flatMap((project) => readProject(project, place, input) ?? []);
}

function readProject(
  { id, prefix }: Project,
  place: CallbackPlace,
  { config, environment, findings }: DestinationInput,
): LangfuseSettings | undefined {
  const publicKey = readKey(`${prefix}PUBLIC_KEY`, place, environment, findings);
  const secretKey = readKey(`${prefix}SECRET_KEY`, place, environment, findings);
  const host = readHost(prefix, place, environment, findings);
  if (publicKey === undefined || secretKey === undefined || host === undefined) return undefined;
  if (isContentUnsaid(config, id, place.name)) findings.add(contentHint(id, place));
  const { litellm_settings: litellm, torii_settings: own } = config;
  return {
    kind: 'langfuse',
    id,
    outcomes: place.outcomes,
    content: mayHaveContent(config, id, place.name),
    host,
    publicKey,
    secretKey,
    variables: prefix,
    release: firstOf(environment, [`${prefix}RELEASE`]),
    environment: toEnvironment(firstOf(environment, ['LANGFUSE_TRACING_ENVIRONMENT'])),
    defaultTags: litellm?.langfuse_default_tags ?? [],
    userAgentTags: !(litellm?.disable_add_user_agent_to_request_tags ?? false),
    proxyBaseUrl: firstOf(environment, ['PROXY_BASE_URL']),
    transport: own?.destinations?.[id]?.transport ?? (place.name === 'langfuse_otel' ? 'otlp' : undefined),
  };
}

/** LiteLLM sends prompts to Langfuse; somebody who comes from there would look for them. */
function contentHint(id: string, place: CallbackPlace): Finding {
  return {
    severity: 'hint',
    code: 'content-off',
    message: `Langfuse (${id}) gets figures alone: prompts and answers stay on this machine`,
    path: place.path,
    fix: `Set torii_settings.destinations.${id}.content to true to send them, or to false to keep them here.`,
  };
}

function readKey(name: string, place: CallbackPlace, environment: Environment, findings: Findings): string | undefined {
  const key = firstOf(environment, [name]);
  if (key !== undefined) return key;
  findings.add({
    severity: 'warning',
    code: 'missing-variable',
    message: `${place.name} is a callback, but ${name} is not set: no traces go to Langfuse`,
    path: place.path,
    fix: `Set ${name} (in Langfuse: project settings, API keys) in the environment or in the .env file beside the config, or remove ${place.name} here.`,
  });
  return undefined;
}

function readHost(
  prefix: string,
  place: CallbackPlace,
  environment: Environment,
  findings: Findings,
): string | undefined {
  const names = [`${prefix}HOST`, `${prefix}BASE_URL`];
  const written = firstOf(environment, prefix === OWN.prefix ? [...names, 'LANGFUSE_OTEL_HOST'] : names) ?? CLOUD;
  const url = toHttpUrl(written);
  if (url !== undefined) return url.origin + url.pathname.replace(/\/+$/, '');
  findings.add({
    severity: 'warning',
    code: 'bad-url',
    message: `${prefix}HOST is not an address of HTTP: no traces go to Langfuse`,
    path: place.path,
    fix: `Set ${prefix}HOST to an address such as http://localhost:3000 or ${CLOUD}.`,
  });
  return undefined;
}

/** The form that Langfuse takes: others become `default` there. */
function toEnvironment(written: string | undefined): string | undefined {
  const name = written
    ?.toLowerCase()
    .replace(/[^a-z0-9_-]/g, '-')
    .replace(/^langfuse/, '')
    .slice(0, 40);
  return name === '' ? undefined : name;
}
