import { firstOf, type Rule } from './rule.ts';

export const alternatingRoles: Rule = (request) => {
  const messages = request.messages ?? [];
  return firstOf([...messages.entries()], ([at, message]) =>
    at > 0 && messages[at - 1]?.role === message.role
      ? 'A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.'
      : undefined,
  );
};
