import { isObject } from '../../../domain/json.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Bedrock puts its own figures into the last chunk of every InvokeModel stream. They become the usage of an answer whose
 * model counted nothing itself.
 */
export async function* withMetrics(chunks: AsyncIterable<Json>): AsyncGenerator<Json> {
  let counted = false;
  for await (const chunk of chunks) {
    counted ||= isObject(chunk['usage']);
    yield chunk;
    const usage = counted ? undefined : usageOf(chunk['amazon-bedrock-invocationMetrics']);
    if (usage !== undefined) yield { choices: [], usage };
  }
}

function usageOf(metrics: unknown): Json | undefined {
  if (!isObject(metrics)) return undefined;
  const { inputTokenCount, outputTokenCount } = metrics;
  if (typeof inputTokenCount !== 'number' || typeof outputTokenCount !== 'number') return undefined;
  return { prompt_tokens: inputTokenCount, completion_tokens: outputTokenCount };
}
