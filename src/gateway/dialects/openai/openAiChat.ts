import type { ChatDialect } from '../chatDialect.ts';
import { toOpenAiError } from '../errorBody.ts';
import { parseChat } from './parseChat.ts';
import { renderAnswer } from './renderAnswer.ts';
import { StreamRenderer } from './renderStream.ts';

/** `/v1/chat/completions`. */
export const openAiChat: ChatDialect = {
  name: 'openai-chat',
  relayedAs: 'openai-chat',
  parse: parseChat,
  openStream: (frame) => new StreamRenderer(frame),
  renderAnswer,
  renderError: toOpenAiError,
  // No [DONE] after a failure: clients would take the answer for complete.
  renderStreamError: (error) => `data: ${JSON.stringify(toOpenAiError(error))}\n\n`,
};
