import type { ScriptedAnswer, ScriptedToolCall } from './scenario.ts';

export const ANSWER_ID = 'chatcmpl-simulated';
const CREATED = 1_700_000_000;
const CHUNK_SIZE = 8;

type Fields = Readonly<Record<string, unknown>>;

export function frame(data: unknown): string {
  return `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

export function chunk(model: string, delta: Fields, finishReason: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  return frame({ id: ANSWER_ID, object: 'chat.completion.chunk', created: CREATED, model, choices });
}

/** The frames of a streamed answer, `[DONE]` included. */
export function streamFrames(answer: ScriptedAnswer, model: string, includeUsage: boolean): readonly string[] {
  const usage = usageOf(answer);
  const extra = { id: ANSWER_ID, object: 'chat.completion.chunk', created: CREATED, model, choices: [], usage };
  return [
    chunk(model, { role: 'assistant', content: '' }),
    ...deltas(answer).map((delta) => chunk(model, delta)),
    chunk(model, {}, finishReasonOf(answer)),
    ...(includeUsage && usage !== null ? [frame(extra)] : []),
    frame('[DONE]'),
  ];
}

/** A `chat.completion`. */
export function wholeAnswer(answer: ScriptedAnswer, model: string): Fields {
  const thinking = answer.thinking === undefined ? {} : { reasoning_content: answer.thinking };
  const calls = answer.toolCalls?.map((call, index) => ({ ...callHead(call, index), ...functionOf(call) }));
  const message = { role: 'assistant', content: answer.text ?? null, ...thinking, ...(calls && { tool_calls: calls }) };
  const choices = [{ index: 0, message, finish_reason: finishReasonOf(answer) }];
  const usage = usageOf(answer);
  const head = { id: ANSWER_ID, object: 'chat.completion', created: CREATED, model, choices };
  return usage === null ? head : { ...head, usage };
}

function deltas(answer: ScriptedAnswer): readonly Fields[] {
  const size = answer.chunkSize ?? CHUNK_SIZE;
  return [
    ...pieces(answer.thinking, size).map((text) => ({ reasoning_content: text })),
    ...pieces(answer.text, size).map((text) => ({ content: text })),
    ...(answer.toolCalls ?? []).flatMap((call, index) => [
      { tool_calls: [{ index, ...callHead(call, index), function: { name: call.name, arguments: '' } }] },
      ...pieces(argumentsOf(call), size).map((text) => ({ tool_calls: [{ index, function: { arguments: text } }] })),
    ]),
  ];
}

function pieces(text: string | undefined, size: number): readonly string[] {
  if (text === undefined || text === '') return [];
  const characters = [...text];
  const count = Math.ceil(characters.length / size);
  return Array.from({ length: count }, (_, index) => characters.slice(index * size, (index + 1) * size).join(''));
}

function callHead(call: ScriptedToolCall, index: number): Fields {
  return { id: call.id ?? `call_${index}`, type: 'function' };
}

function functionOf(call: ScriptedToolCall): Fields {
  return { function: { name: call.name, arguments: argumentsOf(call) } };
}

function argumentsOf(call: ScriptedToolCall): string {
  return call.inputText ?? JSON.stringify(call.input ?? {});
}

function finishReasonOf(answer: ScriptedAnswer): string {
  return answer.finishReason ?? (answer.toolCalls === undefined ? 'stop' : 'tool_calls');
}

/** One token for each delta, ten for the prompt. */
function usageOf(answer: ScriptedAnswer): Fields | null {
  if (answer.usage !== undefined) return answer.usage;
  const completion_tokens = deltas(answer).length;
  return { prompt_tokens: 10, completion_tokens, total_tokens: 10 + completion_tokens };
}
