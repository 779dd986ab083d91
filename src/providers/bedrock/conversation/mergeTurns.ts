import type { ChatMessage, ToolCallPart } from '../../../domain/chat.ts';
import { toToolInputs } from './toolArguments.ts';
import {
  type AssistantTurn,
  type AssistantTurnPart,
  isBlank,
  isThinking,
  type ToolUsePart,
  type Turn,
  type UserTurn,
  type UserTurnPart,
} from './turns.ts';

/**
 * Messages as alternating turns: blank text is dropped, turns that say nothing are left out, neighbours of one role
 * are joined, and every tool call becomes one part per object in its arguments.
 */
export function toTurns(messages: readonly ChatMessage[]): readonly Turn[] {
  return mergeTurns(messages.map(toTurn).filter(saysSomething));
}

/** A turn of nothing but thinking is refused by the models that sign it. */
function saysSomething(turn: Turn): boolean {
  return turn.role === 'user' ? turn.content.length > 0 : turn.content.some((part) => !isThinking(part));
}

function toTurn(message: ChatMessage): Turn {
  if (message.role === 'user') return { role: 'user', content: message.content.filter(hasContent) };
  const content = message.content.flatMap((part): readonly AssistantTurnPart[] => {
    if (part.type === 'tool-call') return toToolUses(part);
    return part.type === 'text' && isBlank(part.text) ? [] : [part];
  });
  return { role: 'assistant', content };
}

function hasContent(part: UserTurnPart): boolean {
  return part.type !== 'text' || !isBlank(part.text);
}

/** The extra objects of glued arguments get the call's id with a number; a cache mark stays on the last. */
function toToolUses(call: ToolCallPart): readonly ToolUsePart[] {
  const inputs = toToolInputs(call.arguments);
  return inputs.map((input, index) => ({
    type: 'tool-use',
    id: index === 0 ? call.id : `${call.id}_${index}`,
    name: call.name,
    input,
    cacheControl: index === inputs.length - 1 ? call.cacheControl : undefined,
  }));
}

export function mergeTurns(turns: readonly Turn[]): readonly Turn[] {
  const merged: Turn[] = [];
  for (const turn of turns) {
    const last = merged.at(-1);
    const joined = last === undefined ? undefined : join(last, turn);
    if (joined === undefined) merged.push(turn);
    else merged[merged.length - 1] = joined;
  }
  return merged;
}

function join(first: Turn, second: Turn): UserTurn | AssistantTurn | undefined {
  if (first.role === 'user' && second.role === 'user') {
    return { role: 'user', content: [...first.content, ...second.content] };
  }
  if (first.role === 'assistant' && second.role === 'assistant') {
    return { role: 'assistant', content: [...first.content, ...second.content] };
  }
  return undefined;
}
