import { type TurnPart, toTurns } from './conversation.ts';

/** An answer as plain lines, to compare with another one: thinking and calls are marked as such. */
export function answerText(response: unknown): string {
  const answer = toTurns(undefined, response).find(({ answer: isAnswer }) => isAnswer);
  return (answer?.parts ?? []).map(partText).join('\n\n');
}

function partText(part: TurnPart): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'thinking':
      return `[thinking]\n${part.text}\n[/thinking]`;
    case 'hidden-thinking':
      return '[encrypted thinking]';
    case 'tool-call':
      return `[call ${part.name}]\n${part.input}`;
    case 'tool-result':
      return part.parts.map(partText).join('\n');
    case 'image':
      return '[image]';
    case 'file':
      return `[file ${part.name}]`;
    case 'other':
      return part.json;
  }
}

/** The stored request for another model, or the same: whole instead of streamed, so that the answer is one JSON value. */
export function toReplayBody(request: unknown, model: string): Readonly<Record<string, unknown>> {
  const body = typeof request === 'object' && request !== null ? { ...request } : {};
  return { ...withoutStream(body), model };
}

function withoutStream(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { stream: _stream, stream_options: _options, ...rest } = body;
  return rest;
}
