import type { Rule } from './rule.ts';

/** Half a surrogate pair is no text; JSON carries it as an escape all the same. */
export const wellFormedText: Rule = (request, model) =>
  model.family === 'claude' && !isWellFormed(request)
    ? 'The model returned the following errors: The request body is not valid JSON: no low surrogate in string'
    : undefined;

const LONE_HALF = /\p{Surrogate}/u;

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return !LONE_HALF.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => isWellFormed(key) && isWellFormed(member));
}
