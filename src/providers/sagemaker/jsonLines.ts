import { parseJson } from '../../domain/json.ts';
import { unreadableLine } from './failure.ts';

/**
 * The JSON values of a streamed answer. Containers write server-sent events (`data:{…}`), one JSON on each line, or one in
 * each part without any line end; SageMaker cuts all of them wherever it likes. Throws GatewayError where the stream ends in
 * the midst of a value.
 */
export async function* readJsonLines(parts: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const part of parts) {
    pending += decoder.decode(part, { stream: true });
    const lines = pending.split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) yield* toValues(line);
    const whole = pending.trimEnd().endsWith('}') ? parseJson(withoutField(pending)) : undefined;
    if (whole === undefined) continue;
    pending = '';
    yield whole;
  }
  yield* toValues(pending + decoder.decode());
}

/** Blank lines, comments, other fields of an event and the closing `[DONE]` say nothing. */
function* toValues(line: string): Generator<unknown> {
  const text = withoutField(line).trim();
  if (text === '' || text === '[DONE]' || /^(?:event|id|retry|:)/.test(text)) return;
  const value = parseJson(text);
  if (value === undefined) throw unreadableLine();
  yield value;
}

function withoutField(line: string): string {
  return line.startsWith('data:') ? line.slice('data:'.length) : line;
}
