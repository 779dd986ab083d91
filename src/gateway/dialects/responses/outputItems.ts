import type { RedactedThinkingPart, ThinkingPart } from '../../../domain/chat.ts';
import { packThinking } from './encryptedContent.ts';

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

interface OutputText {
  readonly type: 'output_text';
  readonly text: string;
  readonly annotations: readonly [];
  readonly logprobs: readonly [];
}

export interface MessageItem {
  readonly type: 'message';
  readonly id: string;
  readonly status: ItemStatus;
  readonly role: 'assistant';
  readonly content: readonly OutputText[];
}

export interface ReasoningItem {
  readonly type: 'reasoning';
  readonly id: string;
  readonly summary: readonly { readonly type: 'summary_text'; readonly text: string }[];
  readonly encrypted_content?: string | undefined;
}

export interface FunctionCallItem {
  readonly type: 'function_call';
  readonly id: string;
  readonly status: ItemStatus;
  readonly call_id: string;
  readonly name: string;
  readonly arguments: string;
}

export type OutputItem = MessageItem | ReasoningItem | FunctionCallItem;

/** What of the thinking the client asked to see. */
export interface ThinkingWishes {
  /** `reasoning.summary`: the text. */
  readonly summary: boolean;
  /** `include: ["reasoning.encrypted_content"]`: what is to be sent back on the next turn. */
  readonly encrypted: boolean;
}

export function outputText(text: string): OutputText {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

export function messageItem(id: string, text: string | undefined, status: ItemStatus): MessageItem {
  const content = text === undefined ? [] : [outputText(text)];
  return { type: 'message', id, status, role: 'assistant', content };
}

/** With all that it takes to send the thinking back; `visible` is what goes to the client. */
export function reasoningItem(id: string, thinking: ThinkingPart | RedactedThinkingPart): ReasoningItem {
  const text = thinking.type === 'thinking' ? thinking.text : '';
  return {
    type: 'reasoning',
    id,
    summary: text === '' ? [] : [{ type: 'summary_text', text }],
    encrypted_content: packThinking(thinking),
  };
}

export function functionCallItem(
  id: string,
  call: { readonly id: string; readonly name: string; readonly arguments: string },
  status: ItemStatus,
): FunctionCallItem {
  return { type: 'function_call', id, status, call_id: call.id, name: call.name, arguments: call.arguments };
}

/** An item as the client asked to have it. */
export function visible(item: OutputItem, wishes: ThinkingWishes): OutputItem {
  if (item.type !== 'reasoning') return item;
  const summary = wishes.summary ? item.summary : [];
  return wishes.encrypted ? { ...item, summary } : { type: 'reasoning', id: item.id, summary };
}

/** Ids of an answer's items, the same on every way of rendering: `msg_…`, `rs_…`, `fc_…` with the item's place. */
export function itemId(responseId: string, type: OutputItem['type'], index: number): string {
  return `${ID_PREFIXES[type]}${responseId.replace(/^resp_/, '').replaceAll('-', '')}${index}`;
}

const ID_PREFIXES: Readonly<Record<OutputItem['type'], string>> = {
  message: 'msg_',
  reasoning: 'rs_',
  function_call: 'fc_',
};
