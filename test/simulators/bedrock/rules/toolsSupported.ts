import type { Rule } from './rule.ts';

export const toolsSupported: Rule = (request, model) =>
  request.toolConfig !== undefined && !model.tools ? "This model doesn't support tool use." : undefined;
