import type { ChatMessage, ChatRequest } from '../../domain/chat.ts';

/** What the demo model says: a text, or a call of the tool that the user named. */
export type DemoAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tool'; readonly name: string };

const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/;
const TOOL_WISH = /use tool ([\w.-]+)/i;
/** Clients such as Cline wrap the user's words with others of their own. */
const TASK = /<(?:task|user_message|feedback)>\s*([\s\S]*?)\s*<\/(?:task|user_message|feedback)>/;
const QUOTED_CHARACTERS = 80;

/**
 * The answer to a request; the same one for the same words. Japanese is answered in Japanese. Where the system prompt asks for
 * XML tools, as Cline's does, the answer comes as `attempt_completion`.
 */
export function demoAnswer(request: ChatRequest): DemoAnswer {
  const words = lastWords(request.messages);
  const wished = TOOL_WISH.exec(words)?.[1];
  if (wished !== undefined && request.tools.some((tool) => tool.name === wished)) return { kind: 'tool', name: wished };
  const text = reply(words);
  return { kind: 'text', text: wantsXml(request) ? toXml(text) : text };
}

function reply(words: string): string {
  const quoted = words.length > QUOTED_CHARACTERS ? `…${words.slice(-QUOTED_CHARACTERS)}` : words;
  if (JAPANESE.test(words)) {
    return `こんにちは！Torii のデモモデルです。「${quoted}」と受け取りました。これは外部に接続しない決まった応答です。`;
  }
  if (quoted === '') return 'Hello! This is the demo model of Torii. Say something and I will repeat it.';
  return `Hello! This is the demo model of Torii. You said: "${quoted}". This answer was made without any network.`;
}

function wantsXml(request: ChatRequest): boolean {
  return request.system.some((part) => part.text.includes('attempt_completion'));
}

function toXml(text: string): string {
  return `<attempt_completion>\n<result>\n${text}\n</result>\n</attempt_completion>`;
}

/** The last text of the last user turn that has one; of a wrapped turn, what the user wrote. */
function lastWords(messages: readonly ChatMessage[]): string {
  for (const message of messages.toReversed()) {
    if (message.role !== 'user') continue;
    const texts = message.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    const task = TASK.exec(texts.join('\n'))?.[1];
    const words = (task ?? texts.at(-1) ?? '').trim();
    if (words !== '') return words;
  }
  return '';
}
