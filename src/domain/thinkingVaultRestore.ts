import type { AssistantMessage, AssistantPart, ChatMessage, TextPart } from './chat.ts';
import { type KeptAnswer, runsOf } from './thinkingVault.ts';

/**
 * Puts thinking back into the assistant messages at the given positions. Thinking that the client left there without
 * a signature is replaced. Where several messages of one turn name the same answer, the first of them gets it.
 */
export function restoreThinking(
  messages: readonly ChatMessage[],
  answers: ReadonlyMap<number, KeptAnswer>,
): readonly ChatMessage[] {
  const restored = new Map<number, AssistantMessage>();
  for (const run of runsOf(messages)) {
    const given = new Set<string>();
    for (const { index, message } of run) {
      const answer = answers.get(index);
      if (answer === undefined) continue;
      const proofs = run.length === 1 ? '' : proofsOf(answer);
      if (given.has(proofs)) continue;
      given.add(proofs);
      restored.set(index, { role: 'assistant', content: withThinking(message.content, answer) });
    }
  }
  return messages.map((message, index) => restored.get(index) ?? message);
}

/** What tells one answer's thinking from another's. */
function proofsOf({ thinking }: KeptAnswer): string {
  return JSON.stringify(thinking.map(({ part }) => (part.type === 'thinking' ? part.signature : part.data)));
}

/** At its old place between the texts where the text is as long as it was; else in front of everything. */
function withThinking(content: readonly AssistantPart[], answer: KeptAnswer): readonly AssistantPart[] {
  const spoken = content.filter(({ type }) => type !== 'thinking' && type !== 'redacted-thinking');
  const texts = spoken.filter((part) => part.type === 'text');
  const length = texts.reduce((sum, { text }) => sum + text.length, 0);
  const thinking = answer.thinking.map(({ part }) => part);
  if (length !== answer.textLength) return [...thinking, ...spoken];
  return [...interleave(texts, answer), ...spoken.filter(({ type }) => type !== 'text')];
}

function interleave(texts: readonly TextPart[], { thinking }: KeptAnswer): readonly AssistantPart[] {
  const result: AssistantPart[] = [];
  const waiting = [...thinking];
  let before = 0;
  for (const text of texts) {
    let rest = text.text;
    while (waiting[0] !== undefined && waiting[0].textBefore < before + rest.length) {
      const [next] = waiting.splice(0, 1);
      if (next === undefined) break;
      const head = rest.slice(0, Math.max(0, next.textBefore - before));
      if (head !== '') result.push({ type: 'text', text: head });
      result.push(next.part);
      before += head.length;
      rest = rest.slice(head.length);
    }
    // The client's mark, if any, stays behind the last piece of its text.
    if (rest !== '') result.push(rest === text.text ? text : { ...text, text: rest });
    before += rest.length;
  }
  return [...result, ...waiting.map(({ part }) => part)];
}
