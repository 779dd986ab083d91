import type { Rule } from './rule.ts';

export const systemSupported: Rule = (request, model) =>
  model.system === false && (request.system ?? []).length > 0
    ? "This model doesn't support system messages. Try again without a system message or use a model that supports system messages."
    : undefined;
