import type { ChatEvent } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';
import type { AnswerTraits } from '../answer/answerTraits.ts';
import { finishStream, STREAM_START } from '../answer/streamReducer.ts';
import { toChatEvents } from '../answer/wholeAnswer.ts';
import { toDocument } from '../documentValue.ts';
import { fromMessagesUsage } from './messagesUsage.ts';

type Json = Readonly<Record<string, unknown>>;
type ConverseBlock = NonNullable<
  NonNullable<NonNullable<Parameters<typeof toChatEvents>[0]['output']>['message']>['content']
>[number];

/** A Messages answer that came in one piece, as the events of a stream. */
export function fromMessagesAnswer(message: Json, traits: AnswerTraits): readonly ChatEvent[] {
  const blocks = Array.isArray(message['content']) ? message['content'].filter(isObject) : [];
  const content = blocks.flatMap(toConverseBlock);
  const said = toChatEvents(
    {
      output: { message: { role: 'assistant', content } },
      stopReason: 'end_turn',
      usage: undefined,
      metrics: undefined,
    },
    traits,
  ).filter(({ type }) => type !== 'end');
  const calls = said.filter(({ type }) => type === 'tool-input-start').length;
  const stopReason = typeof message['stop_reason'] === 'string' ? message['stop_reason'] : 'end_turn';
  const end = finishStream({ ...STREAM_START, calls, stopReason });
  const usage = fromMessagesUsage(isObject(message['usage']) ? message['usage'] : undefined);
  return [
    ...said,
    ...(usage === undefined ? [] : [{ type: 'usage' as const, usage }]),
    ...(end === undefined ? [] : [end]),
  ];
}

/** Blocks of kinds that are not known are passed over. */
function toConverseBlock(block: Json): readonly ConverseBlock[] {
  switch (block['type']) {
    case 'text':
      return [{ text: text(block['text']) }];
    case 'thinking': {
      const signature = block['signature'] === undefined ? undefined : text(block['signature']);
      return [{ reasoningContent: { reasoningText: { text: text(block['thinking']), signature } } }];
    }
    case 'redacted_thinking': {
      const redactedContent = new Uint8Array(Buffer.from(text(block['data']), 'base64'));
      return [{ reasoningContent: { redactedContent } }];
    }
    case 'tool_use': {
      const input = toDocument(block['input'] ?? {});
      return [{ toolUse: { toolUseId: text(block['id']), name: text(block['name']), input } }];
    }
    default:
      return [];
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
