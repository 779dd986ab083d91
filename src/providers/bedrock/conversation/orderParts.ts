import { type AssistantTurn, isThinking, isToolResult, isToolUse, type Turn, type UserTurn } from './turns.ts';

/**
 * Parts in the order Bedrock takes: thinking, text, tool calls in an assistant turn; tool results first in a user
 * turn. A turn that starts with thinking and ends with its calls keeps its order, because a model that interleaves
 * thinking and text refuses its own blocks when they have moved.
 */
export function orderParts(turn: Turn): Turn {
  return turn.role === 'user' ? orderUserParts(turn) : orderAssistantParts(turn);
}

function orderUserParts(turn: UserTurn): UserTurn {
  const results = turn.content.filter(isToolResult);
  return { role: 'user', content: [...results, ...turn.content.filter((part) => !isToolResult(part))] };
}

function orderAssistantParts(turn: AssistantTurn): AssistantTurn {
  const calls = turn.content.filter(isToolUse);
  const words = turn.content.filter((part) => !isToolUse(part));
  if (isInterleaved(words, calls.length > 0)) return { role: 'assistant', content: [...words, ...calls] };
  const thinking = words.filter(isThinking);
  return { role: 'assistant', content: [...thinking, ...words.filter((part) => !isThinking(part)), ...calls] };
}

/** Starts with thinking and does not end in it: a final block of thinking is refused. */
function isInterleaved(words: AssistantTurn['content'], callsFollow: boolean): boolean {
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined || !isThinking(first)) return false;
  return callsFollow || !isThinking(last);
}
