import { partsOf, type TaskConversation } from './taskConversation.ts';

/** Tags in which agents wrap what the user typed. Other tagged texts are theirs: surroundings, reminders. */
const TYPED = /<(task|user_input|user_message|user_query|userRequest|feedback)\b[^>]*>([\s\S]*?)<\/\1>/;
const TITLE_LENGTH = 80;

/** What the user asked at the beginning of a conversation; empty where nothing looks like it. */
export function questionOf({ turns, opening }: TaskConversation): string {
  for (const turn of turns.slice(0, opening).toReversed()) {
    const typed = partsOf(turn.value).flatMap(typedIn);
    if (typed[0] !== undefined) return typed[0];
  }
  return '';
}

function typedIn(part: string): readonly string[] {
  const wrapped = TYPED.exec(part)?.[2]?.trim();
  const text = wrapped ?? (part.trimStart().startsWith('<') ? '' : part.trim());
  return text === '' ? [] : [text];
}

/** A task's title: the beginning of the question, on one line. */
export function titleOf(question: string): string | undefined {
  const line = question.replace(/\s+/g, ' ').trim();
  if (line === '') return undefined;
  return line.length <= TITLE_LENGTH ? line : `${line.slice(0, TITLE_LENGTH - 1)}…`;
}
