import { blocksOf } from '../wire.ts';
import { firstOf, type Rule } from './rule.ts';

export const toolUseIds: Rule = (request) => {
  const seen = new Set<string>();
  return firstOf(blocksOf(request), ({ block, path }) => {
    const id = block.toolUse?.toolUseId;
    if (id === undefined) return undefined;
    if (!/^[a-zA-Z0-9_.:-]{1,64}$/.test(id)) {
      return `Value '${id}' at '${path}.toolUse.toolUseId' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.:-]+`;
    }
    if (seen.has(id)) return 'The model returned the following errors: messages: `tool_use` ids must be unique';
    seen.add(id);
    return undefined;
  });
};
