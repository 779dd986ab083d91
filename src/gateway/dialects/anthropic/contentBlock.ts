import { z } from 'zod';
import type { TextPart } from '../../../domain/chat.ts';
import { cacheMark, toCacheControl } from './cacheMark.ts';
import { badField, readField } from './fieldPath.ts';
import type { Reading } from './reading.ts';

/** Reads one kind of block. `path` names the block with its type, as Anthropic's errors do: `messages.0.content.1.image`. */
export type BlockReader<Part> = (block: unknown, path: string, reading: Reading) => readonly Part[];

const blockHead = z.looseObject({ type: z.string() });
const textBlock = z.looseObject({ text: z.string(), cache_control: cacheMark });

/** What Anthropic's own tools leave in a conversation. No other service takes it back. */
const SERVER_BLOCK =
  /^(?:server_tool_use|mcp_tool_use|mcp_tool_listing|container_upload|browser_state|fallback|\w+_tool_result)$/;

/**
 * The content of a message, which may be one string, as parts. Throws `bad-request` for a block that `readers` do not
 * know; blocks of server tools are left out.
 */
export function readContent<Part>(
  content: unknown,
  path: string,
  readers: ReadonlyMap<string, BlockReader<Part>>,
  reading: Reading,
): readonly (Part | TextPart)[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (content === undefined || content === null) throw badField(path, 'Field required');
  if (!Array.isArray(content)) throw badField(path, 'must be a string or a list of content blocks');
  return content.flatMap((block: unknown, index): readonly Part[] => {
    const at = `${path}.${index}`;
    const { type } = readField(blockHead, block, at);
    const reader = readers.get(type);
    if (reader !== undefined) return reader(block, `${at}.${type}`, reading);
    if (!SERVER_BLOCK.test(type)) {
      throw badField(at, `a block of type '${type}' is not taken here; use one of: ${[...readers.keys()].join(', ')}`);
    }
    reading.leftOut.block(type);
    return [];
  });
}

export function readText(block: unknown, path: string): readonly [TextPart] {
  const { text, cache_control: mark } = readField(textBlock, block, path);
  return [{ type: 'text', text, cacheControl: toCacheControl(mark) }];
}
