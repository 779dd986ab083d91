/**
 * The gateway's own vocabulary for a chat. Dialects at the edge convert to it, providers convert from it.
 * Tool results are parts of a user message; system texts stand apart from the messages.
 */

/** A client's wish that the prompt up to and including this part be cached. */
export interface CacheControl {
  readonly ttl?: '5m' | '1h' | undefined;
}

export interface Cacheable {
  readonly cacheControl?: CacheControl | undefined;
}

export type MediaSource =
  /** `data` is base64 without the `data:` prefix. */
  | { readonly kind: 'base64'; readonly mediaType: string; readonly data: string }
  | { readonly kind: 'url'; readonly url: string };

export interface TextPart extends Cacheable {
  readonly type: 'text';
  readonly text: string;
}

export interface ImagePart extends Cacheable {
  readonly type: 'image';
  readonly source: MediaSource;
}

export interface DocumentPart extends Cacheable {
  readonly type: 'document';
  readonly source: MediaSource;
  readonly name?: string | undefined;
}

export interface ThinkingPart {
  readonly type: 'thinking';
  readonly text: string;
  /** The provider's proof that it wrote this text; a model with signatures refuses thinking without it. */
  readonly signature?: string | undefined;
}

export interface RedactedThinkingPart {
  readonly type: 'redacted-thinking';
  /** Opaque base64 that must go back unaltered. */
  readonly data: string;
}

export interface ToolCallPart extends Cacheable {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  /** The arguments as the JSON text that the model wrote; may be empty or broken. */
  readonly arguments: string;
}

export interface ToolResultPart extends Cacheable {
  readonly type: 'tool-result';
  readonly toolCallId: string;
  readonly content: readonly (TextPart | ImagePart | DocumentPart)[];
  readonly isError?: boolean | undefined;
}

export type UserPart = TextPart | ImagePart | DocumentPart | ToolResultPart;
export type AssistantPart = TextPart | ThinkingPart | RedactedThinkingPart | ToolCallPart;

export interface UserMessage {
  readonly role: 'user';
  readonly content: readonly UserPart[];
}

export interface AssistantMessage {
  readonly role: 'assistant';
  readonly content: readonly AssistantPart[];
}

export type ChatMessage = UserMessage | AssistantMessage;

export interface ToolDefinition extends Cacheable {
  readonly name: string;
  readonly description?: string | undefined;
  /** JSON schema of the arguments. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly strict?: boolean | undefined;
}

export type ToolChoice =
  | { readonly type: 'auto' }
  | { readonly type: 'none' }
  | { readonly type: 'required' }
  | { readonly type: 'tool'; readonly name: string };

export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** What the client asked about thinking. `mode` is set when it spoke Anthropic's `thinking`, `effort` when OpenAI's. */
export interface ReasoningRequest {
  readonly mode?: 'enabled' | 'adaptive' | 'disabled' | undefined;
  /** Tokens; at least 1024 on Anthropic models. */
  readonly budgetTokens?: number | undefined;
  readonly effort?: ReasoningEffort | undefined;
}

export type ResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json-object' }
  | {
      readonly type: 'json-schema';
      readonly name?: string | undefined;
      readonly description?: string | undefined;
      readonly schema: Readonly<Record<string, unknown>>;
      readonly strict?: boolean | undefined;
    };

export interface ChatRequest {
  /** The model as the client named it: a model group, an alias or a deployment id. */
  readonly model: string;
  readonly system: readonly TextPart[];
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice?: ToolChoice | undefined;
  readonly parallelToolCalls?: boolean | undefined;
  /** Tokens. */
  readonly maxTokens?: number | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly stop: readonly string[];
  readonly reasoning?: ReasoningRequest | undefined;
  readonly responseFormat?: ResponseFormat | undefined;
  readonly stream: boolean;
  /** Parameters of the client's body that this vocabulary does not name, by their names on the wire. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** Why the model stopped, in the gateway's words. */
export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter';

/** Tokens as the provider counted them. The four input counts do not overlap; reasoning is part of the output. */
export interface TokenUsage {
  /** Input that was neither read from nor written to a cache. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly reasoningTokens?: number | undefined;
  /** The provider's own usage object, as it came. */
  readonly raw: unknown;
}

/**
 * One step of an answer. A stream is: `start`, then deltas, then `usage` and `end` in either order.
 * A provider throws a GatewayError for a failure; it never ends a stream early in silence.
 */
export type ChatEvent =
  | { readonly type: 'start'; readonly id?: string | undefined; readonly model?: string | undefined }
  /** `tokens` is the estimate for the text where whoever read it has counted: to ask for the text may be to make it. */
  | { readonly type: 'text-delta'; readonly text: string; readonly tokens?: number }
  | { readonly type: 'thinking-delta'; readonly text: string; readonly tokens?: number }
  | { readonly type: 'thinking-signature'; readonly signature: string }
  | { readonly type: 'redacted-thinking'; readonly data: string }
  /** `index` counts the tool calls of this answer from 0. */
  | { readonly type: 'tool-input-start'; readonly index: number; readonly id: string; readonly name: string }
  | { readonly type: 'tool-input-delta'; readonly index: number; readonly text: string }
  | { readonly type: 'tool-input-end'; readonly index: number }
  | { readonly type: 'usage'; readonly usage: TokenUsage }
  | { readonly type: 'end'; readonly reason: FinishReason; readonly raw?: string | undefined };

/** True for events that carry something of the answer itself: after one of these a fallback is no longer invisible. */
export function isContent(event: ChatEvent): boolean {
  switch (event.type) {
    case 'text-delta':
    case 'thinking-delta':
    case 'redacted-thinking':
    case 'tool-input-start':
    case 'tool-input-delta':
      return true;
    default:
      return false;
  }
}

/** All tokens that went in, cached ones included. */
export function promptTokens(usage: TokenUsage): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
}
