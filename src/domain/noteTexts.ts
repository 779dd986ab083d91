/**
 * The sentences of preparation notes, with `{…}` where their values stand. A note is kept as its English sentence;
 * `factsOf` finds the template and the values again, so that a page can word it in its reader's language.
 */
const TEXTS = {
  'restored-once': 'in 1 assistant turn',
  restored: 'in {turns} assistant turns',
  'thinking-unknown':
    'the history ends with tool calls whose thinking is not known, so the model cannot think in this turn',
  'thinking-not-taken': 'the model does not take it, or no budget fits under the limit',
  'thinking-unsigned': 'the last answer has no signed thinking to go on from',
  'thinking-sent': 'sent as {fields}',
  'asked-for-as': '{model} is asked for as {profile}',
  'left-out': 'Left out: {names}.',
  'left-out-of-messages': 'Left out of the messages: {names}.',
  'tools-of-anthropic': "Left out of the tools, since Anthropic's own service alone has them: {names}.",
  'parameters-of-openai': 'Parameters that only OpenAI knows were left out: {names}.',
  'tools-of-openai': 'Tools that only OpenAI can run were left out: {names}.',
  'items-of-openai': 'Input items of other kinds were left out: {names}.',
  'results-missing': '{count} tool calls without a result were given one that says so',
  'results-unmatched': '{count} tool results without a call became text or were dropped',
  opened: 'a beginning by the assistant was opened',
  mocked: 'a mock_response stood in for the model',
  continued: 'goes on with an answer that broke off elsewhere',
  paced: 'waited {ms} ms for a free place within rpm, tpm or max_parallel_requests',
  'over-budget': "The budget of {whose} has no room for '{asked}': '{instead}' answers instead.",
  'cache-by-torii': 'set by Torii',
  'cache-by-client': 'set by the client',
  'cache-by-config': 'set by cache_control_injection_points of the config',
  'cache-none': 'none',
  'cache-tools': 'tools (~{tokens} tokens)',
  'cache-system': 'system (~{tokens} tokens)',
  'cache-message': 'message {place} (~{tokens} tokens)',
  'cache-not-taken': 'the model takes no cache points',
  'cache-switched-off': 'switched off by {setting}',
  'cache-marks-unused': 'the client marked places that the model does not cache',
  'cache-too-small': "about {tokens} tokens are fewer than the model's least of {least}",
  'cache-no-place': 'no place that the model caches holds enough tokens',
  'cache-no-effect': 'no point has an effect',
} as const;

export type NoteText = keyof typeof TEXTS;

/** A sentence taken apart: which one, and what stands in it. */
export interface NoteFact {
  readonly text: NoteText;
  readonly values: Readonly<Record<string, string>>;
}

type Value = string | number;
type ValuesOf<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name]: Value } & ValuesOf<Rest>
  : Readonly<Record<never, Value>>;

const PLACEHOLDER = /\{(\w+)\}/;

/** The sentence in English, as it is kept. */
export function say<T extends NoteText>(text: T, values: ValuesOf<(typeof TEXTS)[T]>): string {
  const known: Readonly<Record<string, Value>> = values;
  const pieces: readonly string[] = TEXTS[text].split(PLACEHOLDER);
  return pieces.map((piece, place) => (place % 2 === 0 ? piece : String(known[piece]))).join('');
}

/** Splitting at placeholders leaves text and names in turn. */
function toPattern(template: string): RegExp {
  const pieces = template
    .split(PLACEHOLDER)
    .map((piece, place) => (place % 2 === 0 ? piece.replace(/[.+*?^${}()|[\]\\]/g, '\\$&') : `(?<${piece}>.+?)`));
  return new RegExp(`^${pieces.join('')}$`, 's');
}

const PATTERNS = Object.entries(TEXTS).map(([text, template]) => ({
  text: text as NoteText,
  pattern: toPattern(template),
}));

/** The sentence that `say` has made; undefined for any other, such as a list of names or a note of another version. */
export function readSentence(sentence: string): NoteFact | undefined {
  for (const { text, pattern } of PATTERNS) {
    const found = pattern.exec(sentence);
    if (found !== null) return { text, values: { ...found.groups } };
  }
  return undefined;
}
