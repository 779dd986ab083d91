import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { isObject } from '../../../domain/json.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * One event of a Messages stream as the event of ConverseStream that says the same, so that one reducer reads both.
 * Undefined for what says nothing (`ping`, kinds that are not known) and for the message's end, whose words go further than
 * Converse's.
 */
export function toConverseEvent(event: Json): ConverseStreamOutput | undefined {
  const contentBlockIndex = typeof event['index'] === 'number' ? event['index'] : 0;
  switch (event['type']) {
    case 'message_start':
      return { messageStart: { role: 'assistant' } };
    case 'content_block_start':
      return startOf(object(event['content_block']), contentBlockIndex);
    case 'content_block_delta':
      return deltaOf(object(event['delta']), contentBlockIndex);
    case 'content_block_stop':
      return { contentBlockStop: { contentBlockIndex } };
    default:
      return undefined;
  }
}

/** Redacted thinking comes whole with its start, text and thinking begin empty or with their first words. */
function startOf(block: Json, contentBlockIndex: number): ConverseStreamOutput | undefined {
  switch (block['type']) {
    case 'tool_use': {
      const toolUse = { toolUseId: text(block['id']), name: text(block['name']) };
      return { contentBlockStart: { start: { toolUse }, contentBlockIndex } };
    }
    case 'redacted_thinking': {
      const redactedContent = new Uint8Array(Buffer.from(text(block['data']), 'base64'));
      return { contentBlockDelta: { delta: { reasoningContent: { redactedContent } }, contentBlockIndex } };
    }
    case 'text':
      return { contentBlockDelta: { delta: { text: text(block['text']) }, contentBlockIndex } };
    case 'thinking':
      return {
        contentBlockDelta: { delta: { reasoningContent: { text: text(block['thinking']) } }, contentBlockIndex },
      };
    default:
      return undefined;
  }
}

function deltaOf(delta: Json, contentBlockIndex: number): ConverseStreamOutput | undefined {
  switch (delta['type']) {
    case 'text_delta':
      return { contentBlockDelta: { delta: { text: text(delta['text']) }, contentBlockIndex } };
    case 'input_json_delta':
      return { contentBlockDelta: { delta: { toolUse: { input: text(delta['partial_json']) } }, contentBlockIndex } };
    case 'thinking_delta':
      return {
        contentBlockDelta: { delta: { reasoningContent: { text: text(delta['thinking']) } }, contentBlockIndex },
      };
    case 'signature_delta': {
      const reasoningContent = { signature: text(delta['signature']) };
      return { contentBlockDelta: { delta: { reasoningContent }, contentBlockIndex } };
    }
    default:
      return undefined;
  }
}

function object(value: unknown): Json {
  return isObject(value) ? value : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
