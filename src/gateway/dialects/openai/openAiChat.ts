import { GatewayError } from '../../../domain/errors.ts';
import { isObject } from '../../../domain/json.ts';
import type { ChatDialect } from '../chatDialect.ts';
import { toOpenAiError } from '../errorBody.ts';
import { parseChat } from './parseChat.ts';
import { renderAnswer } from './renderAnswer.ts';
import { StreamRenderer } from './renderStream.ts';

/** `/v1/chat/completions`. */
export const openAiChat: ChatDialect = {
  name: 'openai-chat',
  callType: 'acompletion',
  route: '/chat/completions',
  idPrefix: 'chatcmpl-',
  relayedAs: 'openai-chat',
  check: ({ messages }) => {
    if (!Array.isArray(messages))
      throw new GatewayError('bad-request', 'messages: a list of messages is required', { param: 'messages' });
  },
  wantsUsage: ({ stream_options: options }) => isObject(options) && options['include_usage'] === true,
  maxTokens: ({ max_completion_tokens: newer, max_tokens: older }) => positive(newer ?? older),
  parse: parseChat,
  openStream: (frame) => new StreamRenderer(frame),
  renderAnswer,
  renderError: toOpenAiError,
  // No [DONE] after a failure: clients would take the answer for complete.
  renderStreamError: (error) => `data: ${JSON.stringify(toOpenAiError(error))}\n\n`,
};

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}
