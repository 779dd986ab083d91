import { isObject } from '../../domain/json.ts';

/**
 * Anthropic's cache marks on messages, their parts and tools: clients such as Cline set them for LiteLLM, and OpenAI's own
 * server refuses them. Gives back the same value where there are none, so that a long conversation is not copied.
 */
export function withoutCacheControl(items: unknown): unknown {
  if (!Array.isArray(items)) return items;
  const cleaned = items.map(cleanItem);
  return cleaned.some((item, index) => item !== items[index]) ? cleaned : items;
}

function cleanItem(item: unknown): unknown {
  if (!isObject(item)) return item;
  const content = withoutCacheControl(item['content']);
  if (content === item['content'] && item['cache_control'] === undefined) return item;
  const { cache_control: _, ...rest } = item;
  return content === item['content'] ? rest : { ...rest, content };
}
