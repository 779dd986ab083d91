import type { AssistantPart, ToolDefinition, UserPart } from './chat.ts';
import { estimateTokens } from './tokenEstimate.ts';

/** Tokens of an image or of a document's page, roughly; their bytes say nothing about it. */
const MEDIA_TOKENS = 1000;

/** Of long parts: those of a conversation that has grown are the same objects turn after turn. */
const known = new WeakMap<object, number>();
const WORTHWHILE_TOKENS = 256;

/** Estimated tokens of one part of a prompt. */
export function tokensOf(part: UserPart | AssistantPart): number {
  const before = known.get(part);
  if (before !== undefined) return before;
  const tokens = countTokens(part);
  if (tokens > WORTHWHILE_TOKENS) known.set(part, tokens);
  return tokens;
}

function countTokens(part: UserPart | AssistantPart): number {
  switch (part.type) {
    case 'text':
    case 'thinking':
      return estimateTokens(part.text);
    case 'redacted-thinking':
      return estimateTokens(part.data);
    case 'tool-call':
      return estimateTokens(part.name) + estimateTokens(part.arguments);
    case 'tool-result':
      return part.content.reduce((sum, inner) => sum + tokensOf(inner), 0);
    default:
      return MEDIA_TOKENS;
  }
}

export function toolTokens(tool: ToolDefinition): number {
  return estimateTokens(`${tool.name}${tool.description ?? ''}${JSON.stringify(tool.parameters ?? {})}`);
}
