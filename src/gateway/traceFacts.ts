import type { FastifyRequest } from 'fastify';
import { isObject } from '../domain/json.ts';
import { header } from './requestFacts.ts';

type Body = Readonly<Record<string, unknown>>;

/** What makes a model answer as it does. A list of what is known: anything else may be content. */
const PARAMETERS = new Set([
  ...['temperature', 'top_p', 'top_k', 'max_tokens', 'max_completion_tokens', 'max_output_tokens', 'stream', 'n'],
  ...['stop', 'stop_sequences', 'seed', 'presence_penalty', 'frequency_penalty', 'logprobs', 'top_logprobs'],
  ...['tool_choice', 'parallel_tool_calls', 'reasoning', 'reasoning_effort', 'thinking', 'verbosity', 'service_tier'],
  ...['dimensions', 'encoding_format'],
]);

const CONTENT = ['messages', 'input', 'prompt', 'system', 'instructions', 'tools', 'functions'];

const MOST_KEYS = 64;
const LONGEST_VALUE = 4096;
const LANGFUSE_HEADER = /^langfuse[_-]/;

/** LiteLLM's `no-log` keeps a call from every callback. */
export function isLogged(request: FastifyRequest, body: Body): boolean {
  const parameters = isObject(body['litellm_params']) ? body['litellm_params'] : {};
  const wishes = [body['no-log'], body['no_log'], parameters['no-log'], header(request, 'x-litellm-no-log')];
  return !wishes.some((wish) => wish === true || (typeof wish === 'string' && /^(?:true|1|yes|on)$/i.test(wish)));
}

/** Parameters of the model as they were asked for; no messages, no tools. */
export function readParameters(body: Body): Body {
  return bounded(Object.entries(body).filter(([name]) => PARAMETERS.has(name)));
}

/** What was said to the model. */
export function readContent(body: Body): Body {
  return Object.fromEntries(CONTENT.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])));
}

/**
 * What a request says about itself: `metadata`, `litellm_metadata`, and LiteLLM's `langfuse_*` headers over both, without
 * their prefix. Besides: `user_agent`, and the `traceparent` that the client's own trace goes on with.
 */
export function readMetadata(request: FastifyRequest, body: Body): Body {
  const inBody = [body['metadata'], body['litellm_metadata']].filter(isObject);
  const inHeaders = Object.entries(request.headers).flatMap(([name, value]): [string, unknown][] =>
    LANGFUSE_HEADER.test(name) ? [[name.replace(LANGFUSE_HEADER, '').replaceAll('-', '_'), value]] : [],
  );
  const surroundings = Object.entries({
    user_agent: header(request, 'user-agent'),
    traceparent: header(request, 'traceparent'),
  }).filter(([, value]) => value !== undefined);
  const given = Object.assign({}, ...inBody, Object.fromEntries(inHeaders)) as Record<string, unknown>;
  return { ...bounded(Object.entries(given)), ...Object.fromEntries(surroundings) };
}

/** Whoever puts a book into its metadata does not get it into every trace. */
function bounded(entries: readonly (readonly [string, unknown])[]): Body {
  const kept = entries.slice(0, MOST_KEYS).map(([name, value]) => {
    const size = JSON.stringify(value)?.length ?? 0;
    return [name, size <= LONGEST_VALUE ? value : `left out: ${size} characters`] as const;
  });
  return Object.fromEntries(kept);
}
