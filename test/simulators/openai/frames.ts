import type { TextScript, ToolScript } from './script.ts';

export const ANSWER_ID = 'chatcmpl-simulated';
const CREATED = 1_700_000_000;

export type Delta = Readonly<Record<string, unknown>>;

/** Counts as a server would report them; the simulator counts one token for each piece. */
export interface SimulatedUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details: { readonly cached_tokens: number };
}

export function frame(data: unknown): string {
  return `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

export function chunk(model: string, delta: Delta, finishReason: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  return frame({ id: ANSWER_ID, object: 'chat.completion.chunk', created: CREATED, model, choices });
}

export function usageChunk(model: string, usage: SimulatedUsage): string {
  return frame({ id: ANSWER_ID, object: 'chat.completion.chunk', created: CREATED, model, choices: [], usage });
}

export function completion(model: string, script: TextScript | ToolScript): unknown {
  const usage = usageOf(script);
  const choice = { index: 0, message: messageOf(script), finish_reason: finishReasonOf(script) };
  return { id: ANSWER_ID, object: 'chat.completion', created: CREATED, model, choices: [choice], usage };
}

export function usageOf(script: TextScript | ToolScript): SimulatedUsage {
  const pieces = script.kind === 'text' ? script.chunks.length : script.calls.flatMap((call) => call.pieces).length;
  const cached_tokens = script.kind === 'text' ? (script.cachedTokens ?? 0) : 0;
  return {
    prompt_tokens: 10,
    completion_tokens: pieces,
    total_tokens: 10 + pieces,
    prompt_tokens_details: { cached_tokens },
  };
}

export function finishReasonOf(script: TextScript | ToolScript): string {
  return script.kind === 'tools' ? 'tool_calls' : (script.finishReason ?? 'stop');
}

/** The deltas between the one that names the role and the one that ends. */
export function deltasOf(script: TextScript | ToolScript): readonly Delta[] {
  if (script.kind === 'text') {
    const thinking = script.thinking === undefined ? [] : [{ reasoning_content: script.thinking }];
    return [...thinking, ...script.chunks.map((content) => ({ content }))];
  }
  return script.calls.flatMap(({ id, name, pieces }, index) => [
    { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] },
    ...pieces.map((text) => ({ tool_calls: [{ index, function: { arguments: text } }] })),
  ]);
}

function messageOf(script: TextScript | ToolScript): unknown {
  if (script.kind === 'text') {
    const thinking = script.thinking === undefined ? {} : { reasoning_content: script.thinking };
    return { role: 'assistant', content: script.chunks.join(''), ...thinking };
  }
  const calls = script.calls.map(({ id, name, pieces }) => {
    return { id, type: 'function', function: { name, arguments: pieces.join('') } };
  });
  return { role: 'assistant', content: null, tool_calls: calls };
}
