import { blocksOf } from '../wire.ts';
import { firstOf, type Rule } from './rule.ts';

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

export const toolNames: Rule = (request) => {
  const defined = (request.toolConfig?.tools ?? []).flatMap((tool) =>
    tool.toolSpec === undefined ? [] : [tool.toolSpec.name],
  );
  const called = blocksOf(request).flatMap(({ block }) => (block.toolUse === undefined ? [] : [block.toolUse.name]));
  const chosen = request.toolConfig?.toolChoice?.tool?.name;
  const all = [...defined, ...called, ...(chosen === undefined ? [] : [chosen])];
  return (
    firstOf(all, (name) =>
      NAME.test(name)
        ? undefined
        : `1 validation error detected: Value '${name}' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+`,
    ) ??
    (new Set(defined).size < defined.length
      ? 'The model returned the following errors: tools: Tool names must be unique.'
      : undefined)
  );
};
