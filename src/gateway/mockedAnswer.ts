import type { ChatEvent } from '../domain/chat.ts';
import { mockedError } from './routing/mockSwitches.ts';

/** LiteLLM counts every mocked answer so. */
const INPUT_TOKENS = 10;
const OUTPUT_TOKENS = 20;
/** Characters per delta. */
const DELTA_CHARACTERS = 20;

/** The events of a `mock_response`: an answer that no model gave. Throws the error that it stands for, where it names one. */
export async function* mockedAnswer(response: string): AsyncGenerator<ChatEvent, void, undefined> {
  const error = mockedError(response);
  if (error !== undefined) throw error;
  yield { type: 'start' };
  for (let at = 0; at < response.length; at += DELTA_CHARACTERS) {
    yield { type: 'text-delta', text: response.slice(at, at + DELTA_CHARACTERS) };
  }
  yield {
    type: 'usage',
    usage: {
      inputTokens: INPUT_TOKENS,
      outputTokens: OUTPUT_TOKENS,
      cacheReadTokens: 0,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      raw: { prompt_tokens: INPUT_TOKENS, completion_tokens: OUTPUT_TOKENS, mocked: true },
    },
  };
  yield { type: 'end', reason: 'stop' };
}
