import { isObject } from '../../../domain/json.ts';
import type { ChatDialect } from '../chatDialect.ts';
import { toOpenAiError } from '../errorBody.ts';
import { parseCompletion } from './parseCompletion.ts';
import { CompletionStream, renderCompletion } from './renderCompletion.ts';

/** `/v1/completions`: OpenAI's older dialect of a prompt and its continuation. */
export const openAiCompletion: ChatDialect = {
  name: 'openai-completion',
  callType: 'atext_completion',
  route: '/completions',
  idPrefix: 'cmpl-',
  relayedAs: undefined,
  wantsUsage: ({ stream_options: options }) => isObject(options) && options['include_usage'] === true,
  maxTokens: ({ max_tokens: limit }) => (typeof limit === 'number' && limit > 0 ? limit : undefined),
  parse: parseCompletion,
  openStream: (frame) => new CompletionStream(frame),
  renderAnswer: renderCompletion,
  renderError: toOpenAiError,
  // No [DONE] after a failure: clients would take the answer for complete.
  renderStreamError: (error) => `data: ${JSON.stringify(toOpenAiError(error))}\n\n`,
};
