/** A prompt of the editor's Language Model API in plain data: what the converters and their tests work on. */

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

/** Bytes with a MIME type: an image, a document, or a text in JSON or plain. */
export interface DataPart {
  readonly type: 'data';
  readonly mimeType: string;
  readonly data: Uint8Array;
}

export interface ThinkingPart {
  readonly type: 'thinking';
  readonly text: string;
}

export interface ToolCallPart {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  readonly input: object;
}

export interface ToolResultPart {
  readonly type: 'tool-result';
  readonly id: string;
  readonly content: readonly (TextPart | DataPart)[];
}

export type PromptPart = TextPart | DataPart | ThinkingPart | ToolCallPart | ToolResultPart;

export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly parts: readonly PromptPart[];
}

export interface PromptTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object | undefined;
}

export interface Prompt {
  /** A model group. */
  readonly model: string;
  readonly messages: readonly PromptMessage[];
  readonly tools: readonly PromptTool[];
  /** The model has to call a tool. */
  readonly toolRequired: boolean;
  /** What the calling extension wishes of the model, in its own words. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a model says, piece by piece; a tool call is whole. */
export type AnswerPart = TextPart | ThinkingPart | ToolCallPart;
