import type { ModelCapabilities } from '../domain/capabilities.ts';

/** What one family of models can do. The first row whose pattern matches the bare model id counts. */
export interface CapabilityRow {
  readonly pattern: RegExp;
  readonly capabilities: ModelCapabilities;
  readonly mode?: 'chat' | 'embedding' | undefined;
  /** Tokens. */
  readonly maxInputTokens?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
}

/** A model that only takes and gives text. */
export const TEXT_ONLY: ModelCapabilities = {
  tools: false,
  forcedToolChoice: [],
  images: false,
  documents: false,
  system: false,
  thinking: 'none',
  caching: undefined,
  structuredOutput: false,
  topK: false,
  imagesInToolResults: false,
};

/** What most instruction-tuned models on Bedrock's Converse can do: a system prompt and tools that are chosen freely. */
export const TEXT_WITH_TOOLS: ModelCapabilities = { ...TEXT_ONLY, system: true, tools: true };

/** Bedrock models that no row knows: able enough to be useful, nothing sent that a model is likely to refuse. */
export const UNKNOWN_BEDROCK: ModelCapabilities = {
  ...TEXT_WITH_TOOLS,
  images: true,
  documents: true,
};

/** Servers that speak OpenAI's dialect decide for themselves what they accept. */
export const OPENAI_COMPATIBLE: ModelCapabilities = {
  tools: true,
  forcedToolChoice: ['any', 'tool'],
  images: true,
  documents: true,
  system: true,
  thinking: 'effort',
  caching: undefined,
  structuredOutput: true,
  topK: true,
  imagesInToolResults: false,
};
