import type { Rule } from './rule.ts';

export const toolChoiceValid: Rule = (request, model) => {
  const choice = request.toolConfig?.toolChoice;
  if (choice?.any !== undefined && !model.forcedToolChoice.includes('any')) {
    return "This model doesn't support the toolConfig.toolChoice.any field. Remove toolConfig.toolChoice.any and try again.";
  }
  if (choice?.tool === undefined) return undefined;
  if (!model.forcedToolChoice.includes('tool')) {
    return "This model doesn't support the toolConfig.toolChoice.tool field. Remove toolConfig.toolChoice.tool and try again.";
  }
  const defined = request.toolConfig?.tools?.some((tool) => tool.toolSpec?.name === choice.tool?.name);
  return defined ? undefined : `Tool '${choice.tool.name}' not found in provided tools.`;
};
