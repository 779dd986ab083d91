import { isObject } from '../../../domain/json.ts';
import type { SpendRecord } from '../../../domain/spend.ts';
import { questionOf } from './runFields.ts';

/** `prompt.txt`: a line `role: content` for each message, as the workshop's callback writes it. */
export function promptText(request: unknown): string {
  const system = isObject(request) ? (request['system'] ?? request['instructions']) : undefined;
  const question = questionOf(request);
  const messages = Array.isArray(question) ? question : [question];
  const lines = messages.map((message) => lineOf(message, 'user'));
  return [...(system === undefined ? [] : [`system: ${contentText(system)}`]), ...lines].join('\n');
}

/** `response.txt`: the text of the answer; calls of tools as JSON. */
export function answerText(response: unknown): string {
  if (Array.isArray(response)) return response.map(answerText).join('\n');
  if (!isObject(response)) return contentText(response);
  const parts = [contentText(response['content']), contentText(response['tool_calls'])];
  const said = parts.filter((part) => part !== '');
  return said.length === 0 ? JSON.stringify(response, undefined, 2) : said.join('\n');
}

/** `error.txt`: what failed, and every attempt with its own failure. Times in ms. */
export function errorText({ error, httpStatus, attempts }: SpendRecord): string {
  const head = `${error?.kind ?? 'error'} (HTTP ${httpStatus}): ${error?.message ?? 'The call failed.'}`;
  const lines = attempts.map((attempt, index) => {
    const outcome = attempt.error === undefined ? attempt.status : `${attempt.error.kind}: ${attempt.error.message}`;
    return `attempt ${index + 1} (${attempt.reason}): ${attempt.provider}/${attempt.model}, ${attempt.durationMs} ms, ${outcome}`;
  });
  return [head, ...lines, ''].join('\n');
}

function lineOf(message: unknown, fallbackRole: string): string {
  if (!isObject(message)) return `${fallbackRole}: ${contentText(message)}`;
  const role = typeof message['role'] === 'string' ? message['role'] : (message['type'] ?? fallbackRole);
  const content = message['content'] ?? message['output'] ?? message['arguments'];
  const parts = [contentText(content), contentText(message['tool_calls'])].filter((part) => part !== '');
  return `${String(role)}: ${parts.join('\n')}`;
}

/** Texts as they are, parts of other kinds as JSON. */
function contentText(content: unknown): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(contentText).join('\n');
  if (isObject(content) && typeof content['text'] === 'string') return content['text'];
  return JSON.stringify(content);
}
