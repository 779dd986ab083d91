import type { ComposedAnswer } from '../composeAnswer.ts';
import { eventFrame } from '../frames.ts';
import type { WireBlock } from '../wire.ts';

type Json = Readonly<Record<string, unknown>>;

const DEFAULT_CHUNK = 8;

/** A whole answer in the words of the Messages API. */
export function toMessage(answer: ComposedAnswer, model: string): Json {
  return {
    id: 'msg_bdrk_sim',
    type: 'message',
    role: 'assistant',
    model,
    content: answer.blocks.map(toContent),
    stop_reason: answer.stopReason,
    stop_sequence: null,
    ...(answer.usage === undefined ? {} : { usage: { ...inputOf(answer.usage), ...outputOf(answer.usage) } }),
  };
}

/** The frames of a streamed answer: a Messages event in each chunk, Bedrock's own figures in the last. */
export function toMessageFrames(answer: ComposedAnswer, model: string, chunkSize = DEFAULT_CHUNK): Uint8Array[] {
  const usage = answer.usage === undefined ? undefined : { ...inputOf(answer.usage), output_tokens: 1 };
  const start = {
    id: 'msg_bdrk_sim',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    usage,
  };
  return [
    { type: 'message_start', message: start },
    { type: 'ping' },
    ...answer.blocks.flatMap((block, at) => blockEvents(block, at, answer.inputTexts.get(at), chunkSize)),
    {
      type: 'message_delta',
      delta: { stop_reason: answer.stopReason, stop_sequence: null },
      ...(answer.usage === undefined ? {} : { usage: outputOf(answer.usage) }),
    },
    { type: 'message_stop', 'amazon-bedrock-invocationMetrics': { invocationLatency: 100, firstByteLatency: 50 } },
  ].map(chunkFrame);
}

/** One JSON in a frame of InvokeModelWithResponseStream. */
export function chunkFrame(json: unknown): Uint8Array {
  return eventFrame('chunk', { bytes: Buffer.from(JSON.stringify(json)).toString('base64'), p: 'abcdef' });
}

function toContent(block: WireBlock): Json {
  const { redactedContent, reasoningText } = block.reasoningContent ?? {};
  if (redactedContent !== undefined) return { type: 'redacted_thinking', data: redactedContent };
  if (reasoningText !== undefined) {
    return { type: 'thinking', thinking: reasoningText.text, signature: reasoningText.signature };
  }
  if (block.toolUse === undefined) return { type: 'text', text: block.text };
  return { type: 'tool_use', id: block.toolUse.toolUseId, name: block.toolUse.name, input: block.toolUse.input };
}

function blockEvents(block: WireBlock, index: number, inputText: string | undefined, size: number): readonly Json[] {
  const delta = (content: Json): Json => ({ type: 'content_block_delta', index, delta: content });
  const whole = toContent(block);
  const start = (content: Json): Json => ({ type: 'content_block_start', index, content_block: content });
  const stop = { type: 'content_block_stop', index };
  switch (whole['type']) {
    case 'text':
      return [
        start({ type: 'text', text: '' }),
        ...pieces(String(whole['text']), size).map((text) => delta({ type: 'text_delta', text })),
        stop,
      ];
    case 'thinking':
      return [
        start({ type: 'thinking', thinking: '', signature: '' }),
        ...pieces(String(whole['thinking']), size).map((thinking) => delta({ type: 'thinking_delta', thinking })),
        delta({ type: 'signature_delta', signature: whole['signature'] }),
        stop,
      ];
    case 'tool_use': {
      const json = Object.keys(whole['input'] as object).length === 0 ? '' : JSON.stringify(whole['input']);
      const text = inputText ?? json;
      const opened = { ...whole, input: {} };
      return [
        start(opened),
        ...pieces(text, size).map((part) => delta({ type: 'input_json_delta', partial_json: part })),
        stop,
      ];
    }
    default:
      return [start(whole), stop];
  }
}

function inputOf(usage: Json): Json {
  const details = (usage['cacheDetails'] ?? []) as readonly { readonly ttl: string; readonly inputTokens: number }[];
  const written = (ttl: string) => details.find((detail) => detail.ttl === ttl)?.inputTokens ?? 0;
  return {
    input_tokens: usage['inputTokens'],
    cache_read_input_tokens: usage['cacheReadInputTokens'] ?? 0,
    cache_creation_input_tokens: usage['cacheWriteInputTokens'] ?? 0,
    ...(details.length === 0
      ? {}
      : { cache_creation: { ephemeral_5m_input_tokens: written('5m'), ephemeral_1h_input_tokens: written('1h') } }),
  };
}

function outputOf(usage: Json): Json {
  return { output_tokens: usage['outputTokens'] };
}

function pieces(text: string, size: number): readonly string[] {
  const characters = [...text];
  const parts: string[] = [];
  for (let at = 0; at < characters.length; at += size) parts.push(characters.slice(at, at + size).join(''));
  return parts;
}
