import { cutText } from './cutText.ts';
import { isObject, parseJson } from './json.ts';
import { type TaskConversation, textOf } from './taskConversation.ts';
import { questionOf } from './taskQuestion.ts';

/**
 * What a task has said lately, to know the requests that derive from it: those of sub-agents, whose question the model
 * wrote as a tool's argument, and those for a title, a summary or a commit message, which quote it. Kept in memory only.
 */
export interface TaskTraces {
  /** Of its first conversation. */
  readonly question: string;
  readonly system: string;
  readonly hasTools: boolean;
  /** Beginning of its latest message. */
  readonly latest: string;
  /** Texts that its models gave to tools, newest first. */
  readonly handed: readonly string[];
}

const KEPT_CHARACTERS = 4000;
const KEPT_TEXTS = 16;
/** A quotation shorter than this proves nothing. */
const SHORTEST_QUESTION = 8;
const SHORTEST_LINE = 24;
const SHORTEST_HANDED = 12;
/** Words that make a text an instruction rather than a path or a name. */
const FEWEST_WORDS = 3;
/** Characters of a side request that are searched. */
const SEARCHED = 262_144;

export function tracesOf(conversation: TaskConversation): TaskTraces {
  const { system, hasTools, turns } = conversation;
  // A request without tools may be the side request of a task that is yet to come: all of its beginning may quote it.
  const question = hasTools ? questionOf(conversation) : textOf(turns[0]?.value);
  return {
    question: cutText(question, KEPT_CHARACTERS),
    system: cutText(system, KEPT_CHARACTERS),
    hasTools,
    latest: latestOf(conversation),
    handed: [],
  };
}

/** The traces after another request of the task. */
export function withTurn(traces: TaskTraces, conversation: TaskConversation): TaskTraces {
  if (!conversation.hasTools) return traces;
  return traces.hasTools ? { ...traces, latest: latestOf(conversation) } : tracesOf(conversation);
}

/** The traces after a model called a tool. `args` is the JSON that it wrote. */
export function withHanded(traces: TaskTraces, args: string): TaskTraces {
  const texts = textsIn(parseJson(args)).map((text) => cutText(text, KEPT_CHARACTERS));
  return { ...traces, handed: [...texts, ...traces.handed].slice(0, KEPT_TEXTS) };
}

function latestOf({ turns }: TaskConversation): string {
  return cutText(textOf(turns.at(-1)?.value).trim(), KEPT_CHARACTERS);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.trim().length >= SHORTEST_HANDED ? [value.trim()] : [];
  if (Array.isArray(value)) return value.slice(0, KEPT_TEXTS).flatMap(textsIn);
  return isObject(value) ? Object.values(value).slice(0, KEPT_TEXTS).flatMap(textsIn) : [];
}

/** Whether a conversation that begins now derives from a task with these traces. */
export function derivesFrom(conversation: TaskConversation, traces: TaskTraces): boolean {
  if (conversation.opening < conversation.turns.length) return false;
  return (
    isDelegated(conversation, traces) || isSideRequest(conversation, traces) || isSideRequestOf(conversation, traces)
  );
}

/** A sub-agent's question is, but for some words around it, what the model handed to the tool that starts it. */
function isDelegated(conversation: TaskConversation, { handed }: TaskTraces): boolean {
  if (handed.length === 0) return false;
  const question = questionOf(conversation);
  return handed.some((text) => isProse(text) && makesUp(text, question) && question.includes(text));
}

/** At least half of it; of a text that was cut nobody knows. */
function makesUp(text: string, question: string): boolean {
  return text.length === KEPT_CHARACTERS || text.length * 2 >= question.length;
}

function isProse(text: string): boolean {
  return text.split(/\s+/, FEWEST_WORDS).length >= FEWEST_WORDS;
}

/** No tools, other orders, and words of an agent's task in it. */
function isSideRequest(conversation: TaskConversation, traces: TaskTraces): boolean {
  if (conversation.hasTools || !traces.hasTools || isOrderedAlike(conversation, traces)) return false;
  const text = conversation.turns
    .map(({ value }) => textOf(value))
    .join('\n')
    .slice(0, SEARCHED);
  return quotes(text, traces);
}

function quotes(text: string, { question, latest, handed }: TaskTraces): boolean {
  if (question.length >= SHORTEST_QUESTION && text.includes(question)) return true;
  if (latest.length >= SHORTEST_LINE && text.includes(latest)) return true;
  return handed.flatMap(linesOf).some((line) => text.includes(line));
}

/** Lines of what was written into a file come again in a diff. */
function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= SHORTEST_LINE);
}

/** The other way round: a title was asked for first, and now the task begins. */
function isSideRequestOf(conversation: TaskConversation, traces: TaskTraces): boolean {
  if (!conversation.hasTools || traces.hasTools || isOrderedAlike(conversation, traces)) return false;
  const question = questionOf(conversation).slice(0, KEPT_CHARACTERS / 2);
  return question.length >= SHORTEST_QUESTION && traces.question.includes(question);
}

function isOrderedAlike({ system }: TaskConversation, traces: TaskTraces): boolean {
  return system.slice(0, KEPT_CHARACTERS) === traces.system;
}
