import { firstOf, type Rule } from './rule.ts';

export const messagesPresent: Rule = (request) => {
  const messages = request.messages ?? [];
  if (messages.length === 0) return 'The messages field is empty. Add at least one message and try again.';
  return firstOf([...messages.entries()], ([at, message]) =>
    message.content.length === 0 || message.content.every((block) => block.cachePoint !== undefined)
      ? `The content field in the Message object at messages.${at} is empty. Add a ContentBlock object to the content field and try again.`
      : undefined,
  );
};
