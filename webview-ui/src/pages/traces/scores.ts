import type { ScoreWords } from '../../strings/words/scores.ts';

/** A score as `/torii/scores` has it; names are those of Langfuse's API. */
export interface ScoreView {
  readonly id: string;
  readonly name: string;
  /** 1 or 0 for BOOLEAN. */
  readonly value: number | string;
  readonly data_type: 'NUMERIC' | 'BOOLEAN' | 'CATEGORICAL' | 'TEXT';
  readonly comment: string | null;
  /** Epoch ms. */
  readonly created_at: number;
}

export interface ScoreList {
  readonly scores: readonly ScoreView[];
}

export type ScoreBody = Pick<ScoreView, 'name' | 'value' | 'data_type'> & { readonly comment?: string };

/** What is judged: one request, or a task. */
export type ScoreTarget = { readonly trace_id: string } | { readonly task_id: string };

export type ScoreKind = 'NUMERIC' | 'CATEGORICAL';

/** A score as it is typed. */
interface TypedScore {
  readonly name: string;
  readonly kind: ScoreKind;
  readonly value: string;
  readonly comment: string;
}

/** The score that was typed; undefined while it is none yet. */
export function toNewScore({ name, kind, value, comment }: TypedScore): ScoreBody | undefined {
  const [label, text, note] = [name.trim(), value.trim(), comment.trim()];
  const number = Number(text.replace(',', '.'));
  if (label === '' || text === '' || (kind === 'NUMERIC' && !Number.isFinite(number))) return undefined;
  const said = note === '' ? {} : { comment: note };
  return { name: label, value: kind === 'NUMERIC' ? number : text, data_type: kind, ...said };
}

/** A name that Torii gave, in the reader's language; anybody else's as it is. */
export function scoreName({ name }: Pick<ScoreView, 'name'>, words: ScoreWords['scores']): string {
  return Object.hasOwn(words.names, name) ? (words.names[name] ?? name) : name;
}

/** A thumb in words, everything else as it is. */
export function scoreText({ value, data_type: kind }: ScoreView, words: ScoreWords['scores']): string {
  if (kind !== 'BOOLEAN') return String(value);
  return value === 1 ? words.good : words.bad;
}
