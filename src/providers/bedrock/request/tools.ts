import type { Tool } from '@aws-sdk/client-bedrock-runtime';
import type { ToolDefinition } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';
import { isToolUse, type Turn } from '../conversation/turns.ts';
import type { ModelFamily } from '../modelTraits.ts';
import type { Marked } from './marked.ts';
import type { ToolNames } from './toolNames.ts';
import { toToolSchema } from './toolSchema.ts';

export interface ToolTraits {
  readonly family: ModelFamily;
  /** The model can be held to a tool's schema. */
  readonly strict: boolean;
}

/** Tool definitions; the first of two with one name wins, because Bedrock refuses doubles. */
export function toTools(
  tools: readonly ToolDefinition[],
  toolNames: ToolNames,
  traits: ToolTraits,
): readonly Marked<Tool>[] {
  const byName = new Map<string, Marked<Tool>>();
  for (const tool of tools) {
    const name = toolNames.toBedrock(tool.name);
    if (byName.has(name)) continue;
    const description = isGiven(tool.description) ? tool.description : isGiven(tool.name) ? tool.name : name;
    const inputSchema = { json: toToolSchema(tool.parameters, traits.family) };
    const strict = tool.strict === true && traits.strict && isClosed(inputSchema.json) ? true : undefined;
    byName.set(name, { block: { toolSpec: { name, description, inputSchema, strict } }, cache: tool.cacheControl });
  }
  return [...byName.values()];
}

/** Claude holds itself to a schema only where every object in it is closed, and refuses the others. */
function isClosed(node: unknown): boolean {
  if (Array.isArray(node)) return node.every(isClosed);
  if (!isObject(node)) return true;
  if (node['type'] === 'object' && node['additionalProperties'] !== false) return false;
  return Object.values(node).every(isClosed);
}

function isGiven(description: string | undefined): description is string {
  return description !== undefined && description.trim() !== '';
}

/** Definitions for tools that the history calls and the request no longer defines: Bedrock demands a toolConfig then. */
export function toolsOfHistory(turns: readonly Turn[]): readonly ToolDefinition[] {
  const names = new Set(
    turns.flatMap((turn) => (turn.role === 'assistant' ? turn.content.filter(isToolUse).map((part) => part.name) : [])),
  );
  return [...names].map((name) => ({ name, parameters: { type: 'object', properties: {} } }));
}
