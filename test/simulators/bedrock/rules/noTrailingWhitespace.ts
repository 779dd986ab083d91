import type { Rule } from './rule.ts';

export const noTrailingWhitespace: Rule = (request, model) => {
  const last = request.messages?.at(-1);
  const text = last?.role === 'assistant' ? last.content.at(-1)?.text : undefined;
  if (model.family !== 'claude' || text === undefined || text === text.trimEnd()) return undefined;
  return 'messages: final assistant content cannot end with trailing whitespace';
};
