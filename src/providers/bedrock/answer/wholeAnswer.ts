import type {
  ContentBlock,
  ConverseResponse,
  ReasoningContentBlock,
  ToolUseBlock,
} from '@aws-sdk/client-bedrock-runtime';
import type { ChatEvent } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';
import type { AnswerTraits } from './answerTraits.ts';
import { finishStream, STREAM_START } from './streamReducer.ts';
import { toUsage } from './usage.ts';

/** An answer that came in one piece, as the events of a stream. */
export function toChatEvents(response: ConverseResponse, traits: AnswerTraits): readonly ChatEvent[] {
  const content = response.output?.message?.content ?? [];
  let calls = 0;
  const events = content.flatMap((block) => {
    if (block.toolUse === undefined) return contentEvents(block);
    if (block.toolUse.name === traits.jsonTool) return [answerOfTool(block.toolUse)];
    calls += 1;
    return callEvents(block.toolUse, calls - 1, traits);
  });
  const end = finishStream({ ...STREAM_START, calls, stopReason: response.stopReason ?? 'end_turn' });
  return [
    { type: 'start' },
    ...events,
    ...(response.usage === undefined ? [] : [{ type: 'usage' as const, usage: toUsage(response.usage, response) }]),
    ...(end === undefined ? [] : [end]),
  ];
}

function contentEvents(block: ContentBlock): readonly ChatEvent[] {
  if (block.text !== undefined) return block.text === '' ? [] : [{ type: 'text-delta', text: block.text }];
  return block.reasoningContent === undefined ? [] : thinkingEvents(block.reasoningContent);
}

function thinkingEvents(reasoning: ReasoningContentBlock): readonly ChatEvent[] {
  if (reasoning.redactedContent !== undefined) {
    return [{ type: 'redacted-thinking', data: Buffer.from(reasoning.redactedContent).toString('base64') }];
  }
  const { text = '', signature } = reasoning.reasoningText ?? {};
  return [
    ...(text === '' ? [] : [{ type: 'thinking-delta' as const, text }]),
    ...(signature === undefined ? [] : [{ type: 'thinking-signature' as const, signature }]),
  ];
}

function callEvents(tool: ToolUseBlock, index: number, traits: AnswerTraits): readonly ChatEvent[] {
  const name = traits.toolNames.toClient(tool.name ?? '');
  return [
    { type: 'tool-input-start', index, id: tool.toolUseId ?? '', name },
    { type: 'tool-input-delta', index, text: JSON.stringify(tool.input ?? {}) },
    { type: 'tool-input-end', index },
  ];
}

/** Some models wrap the answer once more in a lone `properties`; it is taken off. */
function answerOfTool(tool: ToolUseBlock): ChatEvent {
  const input: unknown = tool.input ?? {};
  const inner = isObject(input) && Object.keys(input).length === 1 ? input['properties'] : undefined;
  return { type: 'text-delta', text: JSON.stringify(isObject(inner) ? inner : input) };
}
