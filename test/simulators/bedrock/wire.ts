/** Converse's JSON as it is on the wire; only what the simulator looks at. */
export interface WireCachePoint {
  readonly type?: string;
  readonly ttl?: string;
}

export interface WireSource {
  readonly bytes?: string;
}

export interface WireToolUse {
  readonly toolUseId: string;
  readonly name: string;
  readonly input: unknown;
}

export interface WireToolResult {
  readonly toolUseId: string;
  readonly content: readonly WireBlock[];
  readonly status?: string;
}

export interface WireReasoning {
  readonly reasoningText?: { readonly text?: string; readonly signature?: string };
  readonly redactedContent?: string;
}

export interface WireBlock {
  readonly text?: string;
  readonly image?: { readonly format?: string; readonly source?: WireSource };
  readonly document?: { readonly format?: string; readonly name?: string; readonly source?: WireSource };
  readonly toolUse?: WireToolUse;
  readonly toolResult?: WireToolResult;
  readonly reasoningContent?: WireReasoning;
  readonly guardContent?: { readonly text?: { readonly text?: string } };
  readonly cachePoint?: WireCachePoint;
}

export interface WireMessage {
  readonly role: string;
  readonly content: readonly WireBlock[];
}

export interface WireTool {
  readonly toolSpec?: {
    readonly name: string;
    readonly description?: string;
    readonly inputSchema?: { readonly json?: Readonly<Record<string, unknown>> };
    readonly strict?: boolean;
  };
  readonly cachePoint?: WireCachePoint;
}

export interface WireToolChoice {
  readonly auto?: object;
  readonly any?: object;
  readonly tool?: { readonly name: string };
}

export interface WireRequest {
  readonly messages?: readonly WireMessage[];
  readonly system?: readonly { readonly text?: string; readonly cachePoint?: WireCachePoint }[];
  readonly inferenceConfig?: {
    readonly maxTokens?: number;
    readonly temperature?: number;
    readonly topP?: number;
    readonly stopSequences?: readonly string[];
  };
  readonly toolConfig?: { readonly tools?: readonly WireTool[]; readonly toolChoice?: WireToolChoice };
  readonly additionalModelRequestFields?: Readonly<Record<string, unknown>>;
  readonly guardrailConfig?: Readonly<Record<string, unknown>>;
}

/** The blocks of all messages with their place. */
export function blocksOf(request: WireRequest): readonly { readonly block: WireBlock; readonly path: string }[] {
  return (request.messages ?? []).flatMap((message, at) =>
    message.content.map((block, index) => ({ block, path: `messages.${at}.content.${index}` })),
  );
}

/** Anthropic's `thinking` field, where it is on. */
export function thinkingOf(
  request: WireRequest,
): { readonly type?: unknown; readonly budget_tokens?: unknown } | undefined {
  const thinking = request.additionalModelRequestFields?.['thinking'];
  if (typeof thinking !== 'object' || thinking === null) return undefined;
  return 'type' in thinking && thinking.type === 'disabled' ? undefined : thinking;
}

/** What the SDK's input looks like once it has been sent: bytes as base64, absent members left out. */
export function toWireRequest(input: unknown): WireRequest {
  return JSON.parse(
    JSON.stringify(input, function (this: Record<string, unknown>, key, value) {
      const original = this[key];
      return original instanceof Uint8Array ? Buffer.from(original).toString('base64') : value;
    }),
  );
}
