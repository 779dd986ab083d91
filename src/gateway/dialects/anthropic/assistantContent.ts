import { z } from 'zod';
import type { AssistantPart, RedactedThinkingPart, ThinkingPart, ToolCallPart } from '../../../domain/chat.ts';
import { cacheMark, toCacheControl } from './cacheMark.ts';
import { type BlockReader, readContent, readText } from './contentBlock.ts';
import { readField } from './fieldPath.ts';
import type { Reading } from './reading.ts';

const thinking = z.looseObject({ thinking: z.string(), signature: z.string().nullish() });
const redactedThinking = z.looseObject({ data: z.string() });
const toolUse = z.looseObject({
  id: z.string().min(1, 'must not be empty'),
  name: z.string().min(1, 'must not be empty'),
  input: z.record(z.string(), z.unknown()).nullish(),
  cache_control: cacheMark,
});
const compaction = z.looseObject({ content: z.string().nullish() });

const ASSISTANT_BLOCKS: ReadonlyMap<string, BlockReader<AssistantPart>> = new Map<string, BlockReader<AssistantPart>>([
  ['text', readText],
  ['thinking', readThinking],
  ['redacted_thinking', readRedactedThinking],
  ['tool_use', readToolUse],
  ['compaction', readCompaction],
]);

/** The content of an assistant message. Throws `bad-request` that names the block. */
export function toAssistantParts(content: unknown, path: string, reading: Reading): readonly AssistantPart[] {
  return readContent(content, path, ASSISTANT_BLOCKS, reading);
}

function readThinking(block: unknown, path: string): readonly [ThinkingPart] {
  const { thinking: text, signature } = readField(thinking, block, path);
  return [{ type: 'thinking', text, signature: signature ?? undefined }];
}

function readRedactedThinking(block: unknown, path: string): readonly [RedactedThinkingPart] {
  return [{ type: 'redacted-thinking', data: readField(redactedThinking, block, path).data }];
}

function readToolUse(block: unknown, path: string): readonly [ToolCallPart] {
  const { id, name, input, cache_control: mark } = readField(toolUse, block, path);
  return [{ type: 'tool-call', id, name, arguments: JSON.stringify(input ?? {}), cacheControl: toCacheControl(mark) }];
}

/** A summary that Anthropic's service once put in the place of older messages: it is what is known of them. */
function readCompaction(block: unknown, path: string, reading: Reading): readonly AssistantPart[] {
  const { content } = readField(compaction, block, path);
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  reading.leftOut.block('compaction');
  return [];
}
