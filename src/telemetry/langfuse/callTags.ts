import type { LangfuseSettings } from '../../domain/destinations.ts';
import type { CallTrace } from '../../domain/traceExport.ts';
import { keyFacts, listIn, textIn } from './callMetadata.ts';

/** Langfuse leaves out what is longer. */
const LONGEST = 200;

/** LiteLLM's tags: the request's own, the client's User-Agent in short and in full, and facts that the config names. */
export function toTags(trace: CallTrace, settings: LangfuseSettings): readonly string[] {
  const { record, metadata } = trace;
  const own = [...record.tags, ...listIn(metadata, 'tags')];
  const agents = settings.userAgentTags ? userAgentTags(textIn(metadata, 'user_agent') ?? record.client) : [];
  const facts = settings.defaultTags.flatMap((name) => factTag(name, trace, settings));
  return [...new Set([...own, ...agents, ...facts])].map((tag) => tag.slice(0, LONGEST));
}

function userAgentTags(agent: string | undefined): readonly string[] {
  if (agent === undefined) return [];
  return [`User-Agent: ${agent.split('/', 1)[0]}`, `User-Agent: ${agent}`];
}

/** `cache_key` names an answer that came from a cache, and none does. */
function factTag(name: string, trace: CallTrace, { proxyBaseUrl }: LangfuseSettings): readonly string[] {
  if (name === 'cache_hit') return ['cache_hit:False'];
  if (name === 'proxy_base_url') return proxyBaseUrl === undefined ? [] : [`proxy_base_url:${proxyBaseUrl}`];
  const value = keyFacts(trace)[name] ?? textIn(trace.metadata, name);
  return value === undefined ? [] : [`${name}:${value}`];
}
