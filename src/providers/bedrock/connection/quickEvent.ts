import type { ConverseStreamOutput, ResponseStream } from '@aws-sdk/client-bedrock-runtime';
import { isObject, parseJson } from '../../../domain/json.ts';

/** The events that a long answer consists of, as the SDK gives them: words, tool inputs, and InvokeModel's chunks. */
export function toQuickEvent(type: string, payload: Uint8Array): ConverseStreamOutput | ResponseStream | undefined {
  if (type !== 'contentBlockDelta' && type !== 'chunk') return undefined;
  const json = parseJson(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8'));
  if (!isObject(json)) return undefined;
  return type === 'chunk' ? toChunk(json) : toDelta(json);
}

function toChunk({ bytes }: Readonly<Record<string, unknown>>): ResponseStream | undefined {
  return typeof bytes === 'string' ? { chunk: { bytes: Buffer.from(bytes, 'base64') } } : undefined;
}

function toDelta({ contentBlockIndex, delta }: Readonly<Record<string, unknown>>): ConverseStreamOutput | undefined {
  if (typeof contentBlockIndex !== 'number' || !isObject(delta)) return undefined;
  const { text, toolUse } = delta;
  if (typeof text === 'string') return { contentBlockDelta: { contentBlockIndex, delta: { text } } };
  if (!isObject(toolUse) || typeof toolUse['input'] !== 'string') return undefined;
  return { contentBlockDelta: { contentBlockIndex, delta: { toolUse: { input: toolUse['input'] } } } };
}
