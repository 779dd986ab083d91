import * as vscode from 'vscode';
import { isObject } from '../../domain/json.ts';
import { newThinkingPart, type RequestMessage, type ResponseOptions, thinkingIn } from './languageModelApi.ts';
import type { AnswerPart, DataPart, Prompt, PromptMessage, PromptPart, TextPart } from './promptParts.ts';

/** The editor's request in plain data. */
export function toPrompt(model: string, messages: readonly RequestMessage[], options: ResponseOptions): Prompt {
  return {
    model,
    messages: messages.map(toPromptMessage),
    tools: (options.tools ?? []).map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    toolRequired: options.toolMode === vscode.LanguageModelChatToolMode.Required,
    options: options.modelOptions ?? {},
  };
}

export function toPromptMessage({ role, content }: RequestMessage): PromptMessage {
  return { role: toRole(role), parts: content.flatMap((part) => toPart(part) ?? []) };
}

/** Newer editors have a third role, 3, for the system prompt. */
function toRole(role: vscode.LanguageModelChatMessageRole): PromptMessage['role'] {
  if (role === vscode.LanguageModelChatMessageRole.Assistant) return 'assistant';
  return role === vscode.LanguageModelChatMessageRole.User ? 'user' : 'system';
}

/** Undefined for parts that no model reads. */
function toPart(part: unknown): PromptPart | undefined {
  const thinking = thinkingIn(part);
  if (thinking !== undefined) return { type: 'thinking', text: thinking };
  if (part instanceof vscode.LanguageModelToolCallPart) {
    return { type: 'tool-call', id: part.callId, name: part.name, input: part.input };
  }
  if (part instanceof vscode.LanguageModelToolResultPart) {
    return { type: 'tool-result', id: part.callId, content: part.content.flatMap((entry) => toMedia(entry) ?? []) };
  }
  return toMedia(part);
}

function toMedia(part: unknown): TextPart | DataPart | undefined {
  if (part instanceof vscode.LanguageModelTextPart) return { type: 'text', text: part.value };
  if (part instanceof vscode.LanguageModelPromptTsxPart) return { type: 'text', text: JSON.stringify(part.value) };
  if (!isObject(part)) return undefined;
  const { mimeType, data } = part;
  return typeof mimeType === 'string' && data instanceof Uint8Array ? { type: 'data', mimeType, data } : undefined;
}

/** A piece of an answer as the editor takes it; undefined for thinking where it cannot show any. */
export function fromAnswer(part: AnswerPart): object | undefined {
  switch (part.type) {
    case 'text':
      return new vscode.LanguageModelTextPart(part.text);
    case 'thinking':
      return newThinkingPart(part.text);
    case 'tool-call':
      return new vscode.LanguageModelToolCallPart(part.id, part.name, part.input);
  }
}
