import type { TextPart, ToolResultPart } from '../../../domain/chat.ts';
import { ToolUseIds } from './toolIds.ts';
import { toolResultAsText } from './toolText.ts';
import {
  type AssistantTurn,
  type AssistantTurnPart,
  isToolResult,
  isToolUse,
  type ToolUsePart,
  type Turn,
  type UserTurn,
  type UserTurnPart,
} from './turns.ts';

/**
 * Makes calls and results fit as Bedrock demands: the user turn after a turn with calls answers each of them once and
 * nothing else. A call without a result gets one that says so, a result without a call becomes text, a second result
 * for one call is dropped, and ids that repeat get new ones.
 */
export function pairToolResults(turns: readonly Turn[]): readonly Turn[] {
  const ids = new ToolUseIds();
  const paired: Turn[] = [];
  let open: readonly Renamed[] = [];
  for (const turn of turns) {
    if (turn.role === 'user') {
      paired.push(answer(open, turn));
      open = [];
      continue;
    }
    const renamed = rename(turn, ids);
    paired.push(renamed.turn);
    open = renamed.calls;
  }
  return open.length > 0 ? [...paired, answer(open, { role: 'user', content: [] })] : paired;
}

/** A call with the id that the client knows it by. */
interface Renamed {
  readonly clientId: string;
  readonly call: ToolUsePart;
}

function rename(
  turn: AssistantTurn,
  ids: ToolUseIds,
): { readonly turn: AssistantTurn; readonly calls: readonly Renamed[] } {
  const calls = new Map<string, Renamed>();
  const content = turn.content.flatMap((part): readonly AssistantTurnPart[] => {
    if (!isToolUse(part)) return [part];
    if (calls.has(part.id)) return [];
    const call = { ...part, id: ids.claim(part.id) };
    calls.set(part.id, { clientId: part.id, call });
    return [call];
  });
  return { turn: { role: 'assistant', content }, calls: [...calls.values()] };
}

function answer(open: readonly Renamed[], turn: UserTurn): UserTurn {
  const given = new Map<string, ToolResultPart>();
  const rest: UserTurnPart[] = [];
  const known = new Set(open.map((renamed) => renamed.clientId));
  for (const part of turn.content) {
    if (!isToolResult(part)) rest.push(part);
    else if (!known.has(part.toolCallId)) rest.push(...toolResultAsText(part));
    else if (!given.has(part.toolCallId)) given.set(part.toolCallId, part);
  }
  const results = inOrderGiven(open, given).map(({ clientId, call }): ToolResultPart => {
    const result = given.get(clientId);
    return result === undefined ? missingResult(call.id) : { ...result, toolCallId: call.id };
  });
  return { role: 'user', content: [...results, ...rest] };
}

/** Results keep the order in which the client gave them, so that a cache mark stays on the last of them. */
function inOrderGiven(open: readonly Renamed[], given: ReadonlyMap<string, ToolResultPart>): readonly Renamed[] {
  const order = [...given.keys()];
  const missing = open.filter((renamed) => !given.has(renamed.clientId));
  const answered = order.flatMap((id) => open.filter((renamed) => renamed.clientId === id));
  return [...missing, ...answered];
}

/** Stands in for the result of a call that was never answered. */
export const MISSING_RESULT: TextPart = { type: 'text', text: 'No result was given for this tool call.' };

function missingResult(toolCallId: string): ToolResultPart {
  return {
    type: 'tool-result',
    toolCallId,
    content: [MISSING_RESULT],
  };
}
