import type { ComposedAnswer } from '../composeAnswer.ts';
import type { WireRequest } from '../wire.ts';
import { chunkFrame } from './messagesAnswer.ts';

type Json = Readonly<Record<string, unknown>>;

/** A body that the model refuses, in its words. */
export class OpenAiRefusal extends Error {}

const KNOWN = new Set([
  'messages',
  'max_tokens',
  'max_completion_tokens',
  'temperature',
  'top_p',
  'stop',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'response_format',
  'reasoning_effort',
]);

/** Models that take OpenAI's chat body inside InvokeModel: imported ones and gpt-oss. */
export function speaksOpenAi(modelId: string): boolean {
  return modelId.includes(':imported-model/') || modelId.startsWith('openai.gpt-oss');
}

/** As much of the body as a script looks at. Throws OpenAiRefusal for a member that the model does not know. */
export function openAiToWire(body: Json): WireRequest {
  const other = Object.keys(body).find((key) => !KNOWN.has(key));
  if (other !== undefined)
    throw new OpenAiRefusal(
      `Malformed input request: #: extraneous key [${other}] is not permitted, please reformat your input and try again.`,
    );
  const messages = body['messages'] as readonly { readonly role: string; readonly content: unknown }[];
  return { messages: messages.map(({ role, content }) => ({ role, content: [{ text: String(content) }] })) };
}

export function toCompletion(answer: ComposedAnswer, model: string): Json {
  return {
    id: 'chatcmpl-sim',
    object: 'chat.completion',
    model,
    choices: [{ index: 0, message: { role: 'assistant', ...contentOf(answer) }, finish_reason: reasonOf(answer) }],
    ...(answer.usage === undefined ? {} : { usage: usageOf(answer.usage) }),
  };
}

/** The model counts nothing in a stream; Bedrock's own figures come with the last chunk. */
export function toCompletionFrames(answer: ComposedAnswer, model: string): readonly Uint8Array[] {
  const { content, tool_calls: calls } = contentOf(answer);
  const chunk = (delta: Json, reason: string | null = null): Json => ({
    id: 'chatcmpl-sim',
    object: 'chat.completion.chunk',
    model,
    choices: [{ index: 0, delta, finish_reason: reason }],
  });
  const metrics = answer.usage === undefined ? {} : { 'amazon-bedrock-invocationMetrics': metricsOf(answer.usage) };
  return [
    chunk({ role: 'assistant' }),
    ...[...String(content ?? '')].map((character) => chunk({ content: character })),
    ...(calls === undefined ? [] : [chunk({ tool_calls: calls })]),
    { ...chunk({}, reasonOf(answer)), ...metrics },
  ].map(chunkFrame);
}

function contentOf(answer: ComposedAnswer): Json {
  const text = answer.blocks.map((block) => block.text ?? '').join('');
  const calls = answer.blocks.flatMap(({ toolUse }) =>
    toolUse === undefined
      ? []
      : [{ name: toolUse.name, arguments: JSON.stringify(toolUse.input), id: toolUse.toolUseId }],
  );
  return {
    content: text === '' ? null : text,
    ...(calls.length === 0
      ? {}
      : { tool_calls: calls.map(({ id, ...call }, index) => ({ index, id, type: 'function', function: call })) }),
  };
}

function reasonOf({ stopReason }: ComposedAnswer): string {
  return stopReason === 'tool_use' ? 'tool_calls' : stopReason === 'max_tokens' ? 'length' : 'stop';
}

function usageOf(usage: Json): Json {
  return { prompt_tokens: usage['inputTokens'], completion_tokens: usage['outputTokens'] };
}

function metricsOf(usage: Json): Json {
  return { inputTokenCount: usage['inputTokens'], outputTokenCount: usage['outputTokens'], invocationLatency: 100 };
}
