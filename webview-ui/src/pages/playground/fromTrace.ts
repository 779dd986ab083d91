import { type TurnPart, toTurns } from '../traces/conversation.ts';
import { EMPTY_PLAYGROUND, type PlaygroundMessage, type PlaygroundState } from './playgroundState.ts';

/** A playground that begins with the request of a trace. Tools are off, so calls and results become words. */
export function playgroundFromTrace(request: unknown, model: string): PlaygroundState {
  const turns = toTurns(request, undefined);
  const system = turns.filter(({ role }) => role === 'system').map(({ parts }) => wordsOf(parts));
  const messages = turns
    .filter(({ role }) => role !== 'system')
    .map(
      ({ role, parts }): PlaygroundMessage => ({
        role: role === 'assistant' ? role : 'user',
        content: contentOf(parts),
      }),
    )
    .filter(({ content }) => content !== '');
  const last = messages.at(-1);
  const editable = last?.role === 'user' && typeof last.content === 'string' ? last.content : undefined;
  return {
    ...EMPTY_PLAYGROUND,
    models: [model],
    system: system.join('\n\n'),
    earlier: editable === undefined ? messages : messages.slice(0, -1),
    prompt: editable ?? '',
    ...parametersOf(request),
  };
}

function parametersOf(request: unknown): Pick<PlaygroundState, 'temperature' | 'maxTokens' | 'topP'> {
  const body = typeof request === 'object' && request !== null ? (request as Readonly<Record<string, unknown>>) : {};
  const text = (...names: readonly string[]): string => {
    const value = names.map((name) => body[name]).find((given) => typeof given === 'number');
    return value === undefined ? '' : String(value);
  };
  return {
    temperature: text('temperature'),
    maxTokens: text('max_tokens', 'max_completion_tokens', 'max_output_tokens'),
    topP: text('top_p'),
  };
}

/** Text alone where there is nothing else; pictures that are whole go along. */
function contentOf(parts: readonly TurnPart[]): unknown {
  const pictures = parts.flatMap((part) => (part.kind === 'image' && part.source !== undefined ? [part.source] : []));
  const text = wordsOf(parts);
  if (pictures.length === 0) return text;
  return [
    ...(text === '' ? [] : [{ type: 'text', text }]),
    ...pictures.map((url) => ({ type: 'image_url', image_url: { url } })),
  ];
}

/** What a part says. Thinking stays out: it belongs to the model that thought it. */
export function wordsOf(parts: readonly TurnPart[]): string {
  return parts
    .flatMap((part): readonly string[] => {
      if (part.kind === 'text') return [part.text];
      if (part.kind === 'tool-call') return [`[${part.name} ${part.input}]`];
      if (part.kind === 'tool-result') return [wordsOf(part.parts)];
      return part.kind === 'other' ? [part.json] : [];
    })
    .filter((text) => text.trim() !== '')
    .join('\n\n');
}
