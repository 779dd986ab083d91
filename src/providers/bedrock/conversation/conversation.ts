import type { ChatMessage } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';
import { badRequest } from '../badRequest.ts';
import { mergeTurns, toTurns } from './mergeTurns.ts';
import { orderParts } from './orderParts.ts';
import { pairToolResults } from './pairToolResults.ts';
import { withToolsAsText } from './toolText.ts';
import { type AssistantTurn, isThinking, isToolUse, type Turn } from './turns.ts';

export interface ConversationTraits {
  /** The model takes its own signed thinking back. */
  readonly keepsThinking: boolean;
  /** Tool blocks may stand in the history; otherwise they are told in words. */
  readonly toolBlocks: boolean;
  /** The model goes on from an assistant message at the end. */
  readonly prefill: boolean;
  /** What the user says where the conversation lacks his words; LiteLLM's `user_continue_message`. */
  readonly continueWith?: string | undefined;
}

/** What stands in for words of the user that are not there: LiteLLM's for the same case. */
const CONTINUE = 'Please continue.';

/** The text of a `user_continue_message`; undefined where there is none. */
export function continueMessage(message: unknown): string | undefined {
  const text = isObject(message) ? message['content'] : message;
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}

/**
 * The messages as a conversation that Bedrock accepts. Throws `bad-request` when nothing is left to say.
 */
export function toConversation(messages: readonly ChatMessage[], traits: ConversationTraits): readonly Turn[] {
  const turns = toTurns(messages.map((message) => withoutUselessThinking(message, traits.keepsThinking)));
  if (turns.length === 0 && traits.continueWith === undefined) {
    throw badRequest('The request needs at least one message with content besides the system text.', 'messages');
  }
  const go = continued(traits);
  const opened = turns[0]?.role === 'user' ? turns : [go, ...turns];
  const paired = pairToolResults(opened).map(orderParts);
  const settled = traits.toolBlocks ? paired : mergeTurns(withToolsAsText(paired));
  return traits.prefill || settled.at(-1)?.role === 'user' ? trimPrefill(settled) : [...settled, go];
}

function continued(traits: ConversationTraits): Turn {
  return { role: 'user', content: [{ type: 'text', text: traits.continueWith ?? CONTINUE }] };
}

/** Thinking without its signature proves nothing and is refused, so it is left out of the history. */
function withoutUselessThinking(message: ChatMessage, keepsThinking: boolean): ChatMessage {
  if (message.role === 'user') return message;
  const content = message.content.filter((part) => {
    if (part.type === 'redacted-thinking') return keepsThinking && part.data !== '';
    return part.type !== 'thinking' || (keepsThinking && part.signature !== undefined && part.signature !== '');
  });
  return { role: 'assistant', content };
}

/** Text that the model is to go on with must not end in white space (Anthropic's rule). */
function trimPrefill(turns: readonly Turn[]): readonly Turn[] {
  const last = turns.at(-1);
  const text = last?.role === 'assistant' ? last.content.at(-1) : undefined;
  if (last?.role !== 'assistant' || text?.type !== 'text') return turns;
  return [
    ...turns.slice(0, -1),
    { role: 'assistant', content: [...last.content.slice(0, -1), { ...text, text: text.text.trimEnd() }] },
  ];
}

/**
 * Whether the model may think with a budget on this history. Anthropic demands that the assistant turn it goes on
 * from (one with open tool calls, or a prefill) starts with signed thinking.
 */
export function allowsBudgetThinking(turns: readonly Turn[]): boolean {
  const last = turns.findLast((turn): turn is AssistantTurn => turn.role === 'assistant');
  if (last === undefined) return true;
  const goesOn = last === turns.at(-1) || last.content.some(isToolUse);
  const first = last.content[0];
  return !goesOn || (first !== undefined && isThinking(first));
}
