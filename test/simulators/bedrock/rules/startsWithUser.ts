import type { Rule } from './rule.ts';

export const startsWithUser: Rule = (request) =>
  request.messages?.[0]?.role === 'assistant'
    ? 'A conversation must start with a user message. Try again with a conversation that starts with a user message.'
    : undefined;
