import type { ChatDialect } from '../chatDialect.ts';
import { withBetaHeader } from './betaHeader.ts';
import { frame } from './blockQueue.ts';
import { toAnthropicError } from './errorBody.ts';
import { parseMessages } from './parseMessages.ts';
import { renderAnswer } from './renderAnswer.ts';
import { StreamRenderer } from './renderStream.ts';

/** `/v1/messages`. */
export const anthropicMessages: ChatDialect = {
  name: 'anthropic-messages',
  callType: 'anthropic_messages',
  route: '/v1/messages',
  idPrefix: 'msg_',
  relayedAs: undefined,
  wantsUsage: () => true,
  maxTokens: ({ max_tokens: limit }) => (typeof limit === 'number' && limit > 0 ? limit : undefined),
  withHeaders: withBetaHeader,
  parse: parseMessages,
  openStream: (answer) => new StreamRenderer(answer),
  renderAnswer,
  renderError: toAnthropicError,
  // No message_stop after a failure: clients would take the answer for complete.
  renderStreamError: (error, callId) => {
    const { type, ...body } = toAnthropicError(error, callId);
    return frame(type, body);
  },
};
