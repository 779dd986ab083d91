import { blocksOf } from '../wire.ts';
import type { Rule } from './rule.ts';

export const toolConfigPresent: Rule = (request) => {
  const hasToolBlocks = blocksOf(request).some(
    ({ block }) => block.toolUse !== undefined || block.toolResult !== undefined,
  );
  if (hasToolBlocks && request.toolConfig === undefined) {
    return 'The toolConfig field must be defined when using toolUse and toolResult content blocks.';
  }
  const empty =
    request.toolConfig !== undefined && !(request.toolConfig.tools ?? []).some((tool) => tool.toolSpec !== undefined);
  return empty ? 'The tools field in toolConfig is empty. Add at least one tool and try again.' : undefined;
};
