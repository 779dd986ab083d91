import type { AssistantMessage, ChatMessage, RedactedThinkingPart, ThinkingPart } from './chat.ts';
import { isObject, parseJson } from './json.ts';

export type SignedThinking = ThinkingPart | RedactedThinkingPart;

/** A block of thinking and where it stood in its answer. */
export interface KeptThinking {
  readonly part: SignedThinking;
  /** UTF-16 units of the answer's text that came before it. */
  readonly textBefore: number;
}

/** What is kept of an answer: its thinking in order. */
export interface KeptAnswer {
  readonly thinking: readonly KeptThinking[];
  /** UTF-16 units of the answer's text. */
  readonly textLength: number;
}

/** Whose thinking it is, and of which model: nobody else's request finds it. */
export interface ThinkingScope {
  /** Hash that stands for the caller. */
  readonly token: string;
  /** The model's bare id. */
  readonly model: string;
}

/** What an assistant turn says besides its thinking: the words that it is recognised by. */
export interface SpokenTurn {
  readonly text: string;
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
}

/** An assistant message of a history that came without signed thinking. */
export interface BareTurn {
  /** Position in the history. */
  readonly index: number;
  readonly spoken: SpokenTurn;
}

/** A key for each tool call. The tool's name is part of it, because ids of some clients repeat. */
export function callKeys(turn: SpokenTurn): readonly string[] {
  return turn.toolCalls.map(({ id, name }) => `call ${JSON.stringify([id, name])}`);
}

/**
 * A key from text and calls alone, for clients that give calls ids of their own, and for answers without calls. White
 * space and the order of keys in arguments do not count. Undefined where the turn says nothing.
 */
export function contentKey({ text, toolCalls }: SpokenTurn): string | undefined {
  const words = text.replace(/\s+/g, ' ').trim();
  if (words === '' && toolCalls.length === 0) return undefined;
  return `turn ${JSON.stringify([words, ...toolCalls.map((call) => [call.name, canonicalArguments(call.arguments)])])}`;
}

/** The assistant messages that lack signed thinking. A run of them counts as whole when one has it. */
export function findBareTurns(messages: readonly ChatMessage[]): readonly BareTurn[] {
  return runsOf(messages).flatMap((run) =>
    run.some(({ message }) => hasSignedThinking(message))
      ? []
      : run.map(({ index, message }) => ({ index, spoken: toSpoken(message) })),
  );
}

/**
 * True where the model is to go on from a turn with tool calls that has no signed thinking: a model that thinks with a
 * budget refuses that (Anthropic, "Extended thinking with tool use").
 */
export function goesOnWithoutThinking(messages: readonly ChatMessage[]): boolean {
  const last = runsOf(messages).at(-1) ?? [];
  return (
    last.some(({ message }) => message.content.some((part) => part.type === 'tool-call')) &&
    !last.some(({ message }) => hasSignedThinking(message))
  );
}

interface PlacedMessage {
  readonly index: number;
  readonly message: AssistantMessage;
}

/** Assistant messages with nobody between them: models get them as one turn. */
export function runsOf(messages: readonly ChatMessage[]): readonly (readonly PlacedMessage[])[] {
  const runs: PlacedMessage[][] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role !== 'assistant') continue;
    const last = runs.at(-1);
    if (last?.at(-1)?.index === index - 1) last.push({ index, message });
    else runs.push([{ index, message }]);
  }
  return runs;
}

export function isSigned(part: SignedThinking): boolean {
  return part.type === 'thinking' ? part.signature !== undefined && part.signature !== '' : part.data !== '';
}

function hasSignedThinking({ content }: AssistantMessage): boolean {
  return content.some((part) => (part.type === 'thinking' || part.type === 'redacted-thinking') && isSigned(part));
}

function toSpoken({ content }: AssistantMessage): SpokenTurn {
  return {
    text: content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    toolCalls: content.filter((part) => part.type === 'tool-call'),
  };
}

function canonicalArguments(text: string): unknown {
  if (text.trim() === '') return {};
  const value = parseJson(text);
  return value === undefined ? text.trim() : sorted(value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
