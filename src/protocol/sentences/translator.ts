/** English sentences with `{0}`, `{1}` … where their values stand, and the same in another language. */
export type SentenceTable = Readonly<Record<string, string>>;

interface Template {
  readonly pattern: RegExp;
  readonly words: string;
  /** The longest text between values: cheap to look for. */
  readonly anchor: string;
  /** Characters that are not values: the template that says most is the one that is meant. */
  readonly weight: number;
}

const PLACEHOLDER = /\{(\d)\}/;
const SPECIAL = /[.+*?^${}()|[\]\\]/g;
/** Characters; what is longer is somebody else's, and is not searched through while a page is drawn. */
const MOST_LENGTH = 2000;
const MOST_SENTENCES = 8;
const BETWEEN_SENTENCES = /(?<=[.?!])\s+(?=[A-Z"'`])/;

/** How the other language ends a sentence and begins the next. */
export interface Punctuation {
  readonly stop: string;
  readonly separator: string;
}

/**
 * Words sentences of the gateway anew: as a whole, or one by one where all of several are known. Values are worded, too,
 * where they are in the table, and stand as they are otherwise. Undefined for what is not known, such as a provider's
 * words.
 */
export class Translator {
  readonly #table: ReadonlyMap<string, string>;
  readonly #punctuation: Punctuation;
  #templates: readonly Template[] | undefined;

  constructor(table: SentenceTable, punctuation: Punctuation) {
    this.#table = new Map(Object.entries(table));
    this.#punctuation = punctuation;
  }

  translate(text: string): string | undefined {
    if (text.length > MOST_LENGTH) return undefined;
    const whole = this.#whole(text);
    if (whole !== undefined) return whole;
    const sentences = text.split(BETWEEN_SENTENCES);
    return sentences.length > MOST_SENTENCES ? undefined : this.#inParts(sentences, sentences.length - 1);
  }

  /** The longest beginning that is known, and the rest. */
  #inParts(sentences: readonly string[], most: number): string | undefined {
    if (most === 0) return undefined;
    const head = this.#whole(sentences.slice(0, most).join(' '));
    const rest = head === undefined ? undefined : this.translate(sentences.slice(most).join(' '));
    if (head === undefined || rest === undefined) return this.#inParts(sentences, most - 1);
    // A question ends with a mark of one column in all languages here.
    return head + (head.endsWith('?') ? ' ' : this.#punctuation.separator) + rest;
  }

  /** Findings end without a full stop, and get one where something follows them. */
  #whole(text: string): string | undefined {
    const known = this.#known(text);
    if (known !== undefined || !text.endsWith('.')) return known;
    const unstopped = this.#known(text.slice(0, -1));
    return unstopped === undefined ? undefined : unstopped + this.#punctuation.stop;
  }

  #known(text: string): string | undefined {
    const exact = this.#table.get(text);
    if (exact !== undefined) return exact;
    this.#templates ??= toTemplates(this.#table);
    for (const { pattern, words, anchor } of this.#templates) {
      const found = text.includes(anchor) ? pattern.exec(text) : null;
      if (found !== null) return this.#filled(words, found);
    }
    return undefined;
  }

  #filled(words: string, [, ...values]: readonly string[]): string {
    return split(words)
      .map((piece, at) => (at % 2 === 0 ? piece : this.#valueOf(values[Number(piece)] ?? '')))
      .join('');
  }

  #valueOf(value: string): string {
    return this.#table.get(value) ?? this.translate(value) ?? value;
  }
}

/** Text and numbers of placeholders in turn. */
function split(template: string): readonly string[] {
  return template.split(PLACEHOLDER);
}

/** Placeholders of the English stand in the order of their numbers; those without any need no pattern. */
function toTemplates(table: ReadonlyMap<string, string>): readonly Template[] {
  return [...table]
    .filter(([english]) => PLACEHOLDER.test(english))
    .map(([english, words]) => toTemplate(english, words))
    .toSorted((a, b) => b.weight - a.weight);
}

function toTemplate(english: string, words: string): Template {
  const texts = split(english).filter((_, at) => at % 2 === 0);
  const anchor = texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
  return { pattern: toPattern(english), words, anchor, weight: texts.join('').length };
}

function toPattern(template: string): RegExp {
  const texts = split(template);
  const pieces = texts.map((piece, at) => {
    if (at % 2 === 0) return piece.replace(SPECIAL, '\\$&');
    // Else the last value of a sentence would swallow those behind it.
    return at === texts.length - 2 && texts[at + 1] === '.' ? '((?:(?!\\.\\s+[A-Z]).)+?)' : '(.+?)';
  });
  return new RegExp(`^${pieces.join('')}$`, 's');
}
