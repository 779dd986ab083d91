import { createHash } from 'node:crypto';
import { readConversation, type TaskConversation } from '../../../../src/domain/taskConversation.ts';
import { fingerprintOf } from '../../../../src/domain/taskFingerprint.ts';
import type { TaskSighting } from '../../../../src/domain/taskMatch.ts';

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

export const SYSTEM = 'You are an agent.';
export const TOOLS = [{ type: 'function', function: { name: 'editor', parameters: {} } }];

/** An OpenAI body; odd turns are the model's. */
export function chatBody(turns: readonly string[], extra: Record<string, unknown> = {}): Record<string, unknown> {
  const messages = turns.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content }));
  return { model: 'm', tools: TOOLS, messages: [{ role: 'system', content: SYSTEM }, ...messages], ...extra };
}

export function conversationOf(body: Record<string, unknown>): TaskConversation {
  const conversation = readConversation(body);
  if (conversation === undefined) throw new Error('The body has no conversation.');
  return conversation;
}

export function sight(body: Record<string, unknown>, now = 0): TaskSighting {
  const conversation = conversationOf(body);
  return { conversation, fingerprint: fingerprintOf(conversation, digest), now };
}
