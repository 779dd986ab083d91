import { GatewayError } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';
import { estimateTokens } from '../../domain/tokenEstimate.ts';
import { estimatePrompt } from '../dialects/anthropic/estimatePrompt.ts';
import { parseChat } from '../dialects/openai/parseChat.ts';

/** Tokens of an image, wherever a text would be: its base64 says nothing about its tokens. */
const IMAGE_TOKENS = 1600;

/** An estimate for `messages`, `prompt` or `contents`, with `tools` and `system`. Throws `bad-request` where there is none of them. */
export function countTokens(body: Readonly<Record<string, unknown>>): number {
  const { model, messages, prompt, contents, tools, system } = body;
  if (messages === undefined && prompt === undefined && contents === undefined) {
    throw new GatewayError('bad-request', 'messages: send messages, prompt or contents', { param: 'messages' });
  }
  const rest = tokensOfTexts(prompt) + tokensOfTexts(contents) + tokensOfTexts(system);
  if (messages === undefined) return rest + tokensOfTexts(tools);
  return rest + tokensOfChat({ model, messages, ...(tools === undefined ? {} : { tools }) });
}

/** Messages of another dialect than OpenAI's are counted by their texts. */
function tokensOfChat(chat: Readonly<Record<string, unknown>>): number {
  try {
    return estimatePrompt(parseChat(chat));
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return tokensOfTexts(chat['messages']) + tokensOfTexts(chat['tools']);
  }
}

function tokensOfTexts(value: unknown): number {
  if (typeof value === 'string') return isMedia(value) ? IMAGE_TOKENS : estimateTokens(value);
  if (Array.isArray(value)) return value.reduce((sum: number, entry) => sum + tokensOfTexts(entry), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [name, entry]) => sum + tokensOfTexts(name === 'type' ? '' : entry), 0);
}

/** A data URL, or base64 that is too long to be a word. */
function isMedia(text: string): boolean {
  return text.startsWith('data:') || (text.length > 1000 && /^[A-Za-z0-9+/=]+$/.test(text));
}
