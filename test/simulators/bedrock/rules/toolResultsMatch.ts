import type { WireMessage } from '../wire.ts';
import { firstOf, type Rule } from './rule.ts';

/** A turn's results answer exactly the calls of the turn before, once each, and stand first. */
export const toolResultsMatch: Rule = (request) => {
  const messages = request.messages ?? [];
  return (
    firstOf([...messages.entries()], ([at, message]) => checkTurn(at, message, messages[at - 1])) ??
    (callsOf(messages.at(-1)).length > 0
      ? `The model returned the following errors: messages.${messages.length - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${callsOf(messages.at(-1)).join(', ')}.`
      : undefined)
  );
};

function checkTurn(at: number, message: WireMessage, before: WireMessage | undefined): string | undefined {
  if (message.role === 'assistant') {
    return resultsOf(message).length > 0
      ? `toolResult blocks are not allowed in assistant messages at messages.${at}.`
      : undefined;
  }
  const calls = callsOf(before);
  const results = resultsOf(message);
  if (callsOf(message).length > 0) return `toolUse blocks are not allowed in user messages at messages.${at}.`;
  const missing = calls.filter((id) => !results.includes(id));
  if (missing.length > 0) {
    return `Expected toolResult blocks at messages.${at}.content for the following Ids: ${missing.join(', ')}`;
  }
  if (results.length > calls.length) {
    return `The number of toolResult blocks at messages.${at}.content exceeds the number of toolUse blocks of previous turn.`;
  }
  const firstOther = message.content.findIndex(
    (block) => block.toolResult === undefined && block.cachePoint === undefined,
  );
  const lastResult = message.content.findLastIndex((block) => block.toolResult !== undefined);
  return firstOther !== -1 && lastResult > firstOther
    ? `messages.${at}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${calls.join(', ')}.`
    : undefined;
}

function callsOf(message: WireMessage | undefined): readonly string[] {
  return (message?.content ?? []).flatMap((block) => (block.toolUse === undefined ? [] : [block.toolUse.toolUseId]));
}

function resultsOf(message: WireMessage): readonly string[] {
  return message.content.flatMap((block) => (block.toolResult === undefined ? [] : [block.toolResult.toolUseId]));
}
