import type { ModelCapabilities } from '../domain/capabilities.ts';
import type { CapabilityRow } from './capabilityRow.ts';
import { TEXT_ONLY, TEXT_WITH_TOOLS } from './capabilityRow.ts';
import { CLAUDE_ROWS } from './claudeCapabilities.ts';

/**
 * Models on Bedrock, other than Claude. Sources: AWS "Supported models and model features" (Converse: system prompts,
 * tools, images, documents), AWS "ToolChoice" (`any`: Claude, Mistral Large, Nova; `tool`: Claude and Nova), AWS "Prompt
 * caching" (Nova: 4 points from 1000 tokens, system and messages, no tools), AWS "Amazon Nova 2 reasoning".
 */
const NOVA: ModelCapabilities = {
  ...TEXT_WITH_TOOLS,
  forcedToolChoice: ['any', 'tool'],
  images: true,
  documents: true,
  imagesInToolResults: true,
  topK: true,
  caching: { maxPoints: 4, minTokens: 1000, places: ['system', 'messages'], oneHour: false },
};

const NOVA_MICRO: ModelCapabilities = { ...NOVA, images: false, documents: false, imagesInToolResults: false };
const TEXT_WITH_SYSTEM: ModelCapabilities = { ...TEXT_ONLY, system: true };
const TOOLS_AND_DOCUMENTS: ModelCapabilities = { ...TEXT_WITH_TOOLS, documents: true };
const TOOLS_AND_IMAGES: ModelCapabilities = { ...TOOLS_AND_DOCUMENTS, images: true };

const NOVA_ROWS: readonly CapabilityRow[] = [
  { pattern: /nova.*embed/, capabilities: TEXT_ONLY, mode: 'embedding', maxInputTokens: 8172 },
  {
    pattern: /amazon\.nova-2-/,
    capabilities: { ...NOVA, thinking: 'nova-effort' },
    maxInputTokens: 1_000_000,
    maxOutputTokens: 64_000,
  },
  { pattern: /amazon\.nova-micro/, capabilities: NOVA_MICRO, maxInputTokens: 128_000, maxOutputTokens: 10_000 },
  { pattern: /amazon\.nova-premier/, capabilities: NOVA, maxInputTokens: 1_000_000, maxOutputTokens: 10_000 },
  { pattern: /amazon\.nova-/, capabilities: NOVA, maxInputTokens: 300_000, maxOutputTokens: 10_000 },
];

const TITAN_ROWS: readonly CapabilityRow[] = [
  { pattern: /titan-embed-image/, capabilities: TEXT_ONLY, mode: 'embedding', maxInputTokens: 128 },
  { pattern: /titan-embed/, capabilities: TEXT_ONLY, mode: 'embedding', maxInputTokens: 8192 },
  { pattern: /titan-text-lite/, capabilities: TEXT_ONLY, maxInputTokens: 4096, maxOutputTokens: 4096 },
  { pattern: /titan-text-premier/, capabilities: TEXT_ONLY, maxInputTokens: 32_000, maxOutputTokens: 3072 },
  { pattern: /titan-text/, capabilities: TEXT_ONLY, maxInputTokens: 8192, maxOutputTokens: 8192 },
];

const COHERE_ROWS: readonly CapabilityRow[] = [
  { pattern: /cohere\.embed-v4/, capabilities: TEXT_ONLY, mode: 'embedding', maxInputTokens: 128_000 },
  { pattern: /cohere\.embed/, capabilities: TEXT_ONLY, mode: 'embedding', maxInputTokens: 512 },
  {
    pattern: /cohere\.command-r/,
    capabilities: TOOLS_AND_DOCUMENTS,
    maxInputTokens: 128_000,
    maxOutputTokens: 4096,
  },
  { pattern: /cohere\.command/, capabilities: TEXT_ONLY, maxInputTokens: 4096, maxOutputTokens: 4096 },
];

const LLAMA_ROWS: readonly CapabilityRow[] = [
  { pattern: /llama4/, capabilities: TOOLS_AND_IMAGES, maxOutputTokens: 8192 },
  { pattern: /llama3-2-(?:11b|90b)/, capabilities: TOOLS_AND_IMAGES, maxInputTokens: 128_000, maxOutputTokens: 4096 },
  { pattern: /llama3-[123]/, capabilities: TOOLS_AND_DOCUMENTS, maxInputTokens: 128_000, maxOutputTokens: 4096 },
  { pattern: /llama3-/, capabilities: TEXT_WITH_SYSTEM, maxInputTokens: 8192, maxOutputTokens: 2048 },
  { pattern: /llama2/, capabilities: TEXT_WITH_SYSTEM, maxInputTokens: 4096, maxOutputTokens: 2048 },
];

const MISTRAL_ROWS: readonly CapabilityRow[] = [
  { pattern: /mistral-7b|mixtral-8x7b/, capabilities: TEXT_ONLY, maxInputTokens: 32_000, maxOutputTokens: 8192 },
  {
    pattern: /pixtral|mistral-large-3|ministral-3/,
    capabilities: { ...TOOLS_AND_IMAGES, forcedToolChoice: ['any'] },
    maxOutputTokens: 8192,
  },
  {
    pattern: /mistral-large/,
    capabilities: { ...TOOLS_AND_DOCUMENTS, forcedToolChoice: ['any'] },
    maxOutputTokens: 8192,
  },
  { pattern: /^mistral\./, capabilities: TEXT_WITH_TOOLS, maxOutputTokens: 8192 },
];

const OTHER_ROWS: readonly CapabilityRow[] = [
  {
    pattern: /deepseek\.r1/,
    capabilities: { ...TEXT_WITH_SYSTEM, thinking: 'always' },
    maxInputTokens: 128_000,
    maxOutputTokens: 32_768,
  },
  { pattern: /^deepseek\./, capabilities: TEXT_WITH_TOOLS, maxInputTokens: 163_840, maxOutputTokens: 81_920 },
  {
    pattern: /openai\.gpt-oss/,
    capabilities: { ...TEXT_WITH_TOOLS, thinking: 'effort' },
    maxInputTokens: 128_000,
    maxOutputTokens: 128_000,
  },
  { pattern: /^openai\.gpt-/, capabilities: { ...TOOLS_AND_IMAGES, thinking: 'effort' } },
  { pattern: /qwen\.qwen3-vl/, capabilities: TOOLS_AND_IMAGES },
  { pattern: /^qwen\./, capabilities: TEXT_WITH_TOOLS },
  { pattern: /ai21\.jamba-1-5/, capabilities: TOOLS_AND_DOCUMENTS, maxInputTokens: 256_000, maxOutputTokens: 4096 },
  { pattern: /ai21\.jamba/, capabilities: TEXT_WITH_SYSTEM, maxInputTokens: 70_000, maxOutputTokens: 4096 },
  { pattern: /^ai21\./, capabilities: TEXT_ONLY, maxInputTokens: 8191, maxOutputTokens: 8191 },
  { pattern: /^writer\./, capabilities: TOOLS_AND_DOCUMENTS, maxOutputTokens: 8192 },
  { pattern: /embed/, capabilities: TEXT_ONLY, mode: 'embedding' },
];

/** Ordered: the first pattern that matches the bare model id (no profile prefix, lower case) counts. */
export const BEDROCK_CAPABILITIES: readonly CapabilityRow[] = [
  ...CLAUDE_ROWS,
  ...NOVA_ROWS,
  ...TITAN_ROWS,
  ...COHERE_ROWS,
  ...LLAMA_ROWS,
  ...MISTRAL_ROWS,
  ...OTHER_ROWS,
];
