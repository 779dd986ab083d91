import { z } from 'zod';
import type { TextPart, ToolResultPart, UserPart } from '../../../domain/chat.ts';
import { cacheMark, toCacheControl } from './cacheMark.ts';
import { type BlockReader, readContent, readText } from './contentBlock.ts';
import { readField } from './fieldPath.ts';
import { type MediaPart, readDocument, readImage, readSearchResult } from './mediaBlocks.ts';
import type { Reading } from './reading.ts';
import { TOOL_CHANGES } from './toolChanges.ts';

const toolResult = z.looseObject({
  tool_use_id: z.string().min(1, 'must not be empty'),
  content: z.unknown().optional(),
  is_error: z.boolean().nullish(),
  cache_control: cacheMark,
});
const toolReference = z.looseObject({ tool_name: z.string() });

const MEDIA: readonly (readonly [string, BlockReader<MediaPart>])[] = [
  ['text', readText],
  ['image', readImage],
  ['document', readDocument],
  ['search_result', readSearchResult],
];

const RESULT_BLOCKS: ReadonlyMap<string, BlockReader<MediaPart>> = new Map([
  ...MEDIA,
  ['tool_reference', readToolReference],
]);

const USER_BLOCKS: ReadonlyMap<string, BlockReader<UserPart>> = new Map<string, BlockReader<UserPart>>([
  ...MEDIA,
  ['tool_result', readToolResult],
  ...TOOL_CHANGES,
]);

/** The content of a user message. Throws `bad-request` that names the block. */
export function toUserParts(content: unknown, path: string, reading: Reading): readonly UserPart[] {
  return readContent(content, path, USER_BLOCKS, reading);
}

function readToolResult(block: unknown, path: string, reading: Reading): readonly [ToolResultPart] {
  const read = readField(toolResult, block, path);
  const { content } = read;
  const empty = content === undefined || content === null || content === '';
  return [
    {
      type: 'tool-result',
      toolCallId: read.tool_use_id,
      content: empty ? [] : readContent(content, `${path}.content`, RESULT_BLOCKS, reading),
      isError: read.is_error ?? undefined,
      cacheControl: toCacheControl(read.cache_control),
    },
  ];
}

/** A client's own tool search answers with names of tools; all tools are always defined here, so the name says it. */
function readToolReference(block: unknown, path: string): readonly [TextPart] {
  const { tool_name: name } = readField(toolReference, block, path);
  return [{ type: 'text', text: `The tool ${name} is available.` }];
}
