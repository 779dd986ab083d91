import { z } from 'zod';
import type { RedactedThinkingPart, ThinkingPart } from '../../../domain/chat.ts';
import { parseJson } from '../../../domain/json.ts';

/** Marks what this gateway packed; another service's content cannot be read and proves nothing here. */
const PREFIX = 'torii1.';

const packedSchema = z.union([
  z.object({ text: z.string(), signature: z.string().optional() }),
  z.object({ redacted: z.string() }),
]);

/** A block of thinking as an opaque `encrypted_content`: text and signature have to come back together, unaltered. */
export function packThinking(block: ThinkingPart | RedactedThinkingPart): string {
  const packed =
    block.type === 'thinking' ? { text: block.text, signature: block.signature } : { redacted: block.data };
  return PREFIX + Buffer.from(JSON.stringify(packed)).toString('base64');
}

/** Undefined for content that was packed by something else. */
export function unpackThinking(content: string): ThinkingPart | RedactedThinkingPart | undefined {
  if (!content.startsWith(PREFIX)) return undefined;
  const json = Buffer.from(content.slice(PREFIX.length), 'base64').toString('utf8');
  const result = packedSchema.safeParse(parseJson(json));
  if (!result.success) return undefined;
  if ('redacted' in result.data) return { type: 'redacted-thinking', data: result.data.redacted };
  return { type: 'thinking', text: result.data.text, signature: result.data.signature };
}
