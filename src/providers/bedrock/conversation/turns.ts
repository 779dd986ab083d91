import type {
  AssistantPart,
  Cacheable,
  DocumentPart,
  ImagePart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../../../domain/chat.ts';
import type { DocumentObject } from '../documentValue.ts';

/** A tool call whose arguments have become an object. */
export interface ToolUsePart extends Cacheable {
  readonly type: 'tool-use';
  readonly id: string;
  readonly name: string;
  readonly input: DocumentObject;
}

export type AssistantTurnPart = Exclude<AssistantPart, ToolCallPart> | ToolUsePart;
export type UserTurnPart = TextPart | ImagePart | DocumentPart | ToolResultPart;

export interface UserTurn {
  readonly role: 'user';
  readonly content: readonly UserTurnPart[];
}

export interface AssistantTurn {
  readonly role: 'assistant';
  readonly content: readonly AssistantTurnPart[];
}

/** A message on its way to Bedrock: roles alternate, nothing is blank, calls and results fit. */
export type Turn = UserTurn | AssistantTurn;

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

export function isToolUse(part: AssistantTurnPart): part is ToolUsePart {
  return part.type === 'tool-use';
}

export function isToolResult(part: UserTurnPart): part is ToolResultPart {
  return part.type === 'tool-result';
}

export function isThinking(part: AssistantTurnPart): boolean {
  return part.type === 'thinking' || part.type === 'redacted-thinking';
}
