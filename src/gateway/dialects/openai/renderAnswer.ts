import type { CollectedAnswer, CollectedThinking } from '../../../domain/chatAnswer.ts';
import type { ReportedUsage } from '../../../domain/reportedUsage.ts';
import { toFinishReason } from './renderStream.ts';
import { toUsageBody } from './usageBody.ts';

/** A whole answer as OpenAI's `chat.completion`. `created` is epoch seconds. */
export function renderAnswer(
  answer: CollectedAnswer,
  frame: { readonly id: string; readonly model: string; readonly created: number },
): Record<string, unknown> {
  return {
    id: frame.id,
    object: 'chat.completion',
    created: frame.created,
    model: frame.model,
    choices: [
      {
        index: 0,
        finish_reason: toFinishReason(answer.finishReason ?? 'stop'),
        message: {
          role: 'assistant',
          content: answer.text === '' ? null : answer.text,
          ...toolCallFields(answer),
          ...thinkingFields(answer.thinking),
        },
      },
    ],
    ...(answer.usage === undefined ? {} : { usage: toUsageBody(answer.usage), ...reportFields(answer.usage) }),
  };
}

/** What the provider reported beside the usage, by LiteLLM's names. */
function reportFields({ serviceTier, trace }: ReportedUsage): Record<string, unknown> {
  return {
    ...(serviceTier === undefined ? {} : { service_tier: serviceTier }),
    ...(trace === undefined ? {} : { trace }),
  };
}

function toolCallFields(answer: CollectedAnswer): Record<string, unknown> {
  if (answer.toolCalls.length === 0) return {};
  return {
    tool_calls: answer.toolCalls.map((call, index) => ({
      index,
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: call.arguments },
    })),
  };
}

function thinkingFields(thinking: readonly CollectedThinking[]): Record<string, unknown> {
  if (thinking.length === 0) return {};
  const texts = thinking.map((block) => (block.type === 'thinking' ? block.text : ''));
  return {
    reasoning_content: texts.join(''),
    thinking_blocks: thinking.map((block) =>
      block.type === 'thinking'
        ? { type: 'thinking', thinking: block.text, signature: block.signature ?? null }
        : { type: 'redacted_thinking', data: block.data },
    ),
    provider_specific_fields: {
      reasoningContentBlocks: thinking.map((block) =>
        block.type === 'thinking'
          ? { reasoningText: { text: block.text, signature: block.signature ?? null } }
          : { redactedContent: block.data },
      ),
    },
  };
}
