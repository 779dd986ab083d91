import { firstOf, type Rule } from './rule.ts';

/** A cache point follows something; it never opens a list and never follows another. */
export const cachePointPlacement: Rule = (request) => {
  const lists = [
    request.toolConfig?.tools ?? [],
    request.system ?? [],
    ...(request.messages ?? []).map((message) => message.content),
  ];
  return firstOf(lists, (list) =>
    list.some((block, at) => block.cachePoint !== undefined && (at === 0 || list[at - 1]?.cachePoint !== undefined))
      ? 'A cachePoint must follow a block that can be cached.'
      : undefined,
  );
};
