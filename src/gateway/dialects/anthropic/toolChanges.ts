/** Tools that come and go amid a conversation. Source: the beta `mid-conversation-tool-changes-2026-07-01`. */
import { z } from 'zod';
import type { BlockReader } from './contentBlock.ts';
import { readField } from './fieldPath.ts';
import type { Reading } from './reading.ts';

const change = z.looseObject({
  tool: z.looseObject({ type: z.string(), name: z.string().nullish(), definition: z.unknown().optional() }),
});

/** Readers of the two blocks; they change the list of tools and say nothing to the model. */
export const TOOL_CHANGES: readonly (readonly [string, BlockReader<never>])[] = [
  ['tool_addition', readAddition],
  ['tool_removal', readRemoval],
];

function readAddition(block: unknown, path: string, reading: Reading): readonly [] {
  const { tool } = readField(change, block, path);
  if (tool.type === 'tool_definition') reading.tools.declare(tool.definition, `${path}.tool.definition`);
  else if (tool.type === 'tool_reference' && typeof tool.name === 'string') reading.tools.offerAgain(tool.name);
  else reading.leftOut.tool(tool.type);
  return [];
}

function readRemoval(block: unknown, path: string, reading: Reading): readonly [] {
  const { tool } = readField(change, block, path);
  if (tool.type === 'tool_reference' && typeof tool.name === 'string') reading.tools.withdraw(tool.name);
  return [];
}
