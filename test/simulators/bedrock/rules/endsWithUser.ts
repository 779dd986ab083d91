import type { Rule } from './rule.ts';

/** From Claude 4.6 on nothing can be put into the model's mouth. */
export const endsWithUser: Rule = (request, model) =>
  model.prefill === false && request.messages?.at(-1)?.role === 'assistant'
    ? 'The model returned the following errors: This model does not support assistant message prefill. The conversation must end with a user message.'
    : undefined;
