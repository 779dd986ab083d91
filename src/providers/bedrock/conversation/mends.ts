import type { ChatMessage } from '../../../domain/chat.ts';
import { say } from '../../../domain/noteTexts.ts';
import { MISSING_RESULT } from './pairToolResults.ts';
import { isToolResult, type Turn } from './turns.ts';

/** How the turns differ from the client's messages in what was said, in words. Joined turns and blank text are no news. */
export function mendsOf(messages: readonly ChatMessage[], turns: readonly Turn[]): readonly string[] {
  const results = turns.flatMap((turn) => (turn.role === 'user' ? turn.content.filter(isToolResult) : []));
  const missing = results.filter(({ content }) => content.includes(MISSING_RESULT)).length;
  const given = messages.reduce((sum, message) => sum + resultsIn(message), 0);
  const unmatched = given - (results.length - missing);
  const opened = messages.find((message) => message.content.length > 0)?.role === 'assistant';
  return [
    ...(missing > 0 ? [say('results-missing', { count: missing })] : []),
    ...(unmatched > 0 && results.length > 0 ? [say('results-unmatched', { count: unmatched })] : []),
    ...(opened ? [say('opened', {})] : []),
  ];
}

function resultsIn(message: ChatMessage): number {
  return message.role === 'user' ? message.content.filter(isToolResult).length : 0;
}
