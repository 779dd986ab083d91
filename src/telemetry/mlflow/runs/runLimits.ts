/**
 * MLflow's limits on what a run holds. Longer texts are cut and surplus entries left out, because one of them would make
 * the server refuse the whole batch. Source: MLflow's REST reference, "Request limits" of log-batch, and its validation
 * of names; the values are those of the oldest servers in use (2.13).
 */
export const RUN_LIMITS = {
  /** Characters. */
  key: 250,
  param: 6000,
  tag: 5000,
  /** Entries of one call. */
  metrics: 1000,
  params: 100,
  tags: 100,
  /** Bytes of one call; MLflow takes a million. */
  body: 950_000,
} as const;

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

export interface Metric {
  readonly key: string;
  readonly value: number;
  /** Epoch ms. */
  readonly timestamp: number;
  readonly step: number;
}

type Pairs<T> = readonly (readonly [string, T])[];

export function fitMetrics(pairs: Pairs<number | undefined>, timestamp: number): readonly Metric[] {
  return pairs.slice(0, RUN_LIMITS.metrics).flatMap(([key, value]) => {
    if (value === undefined || !Number.isFinite(value)) return [];
    return [{ key: fitKey(key), value, timestamp, step: 0 }];
  });
}

export function fitParams(pairs: Pairs<unknown>): readonly KeyValue[] {
  return fitTexts(pairs, RUN_LIMITS.params, RUN_LIMITS.param);
}

export function fitTags(pairs: Pairs<unknown>): readonly KeyValue[] {
  return fitTexts(pairs, RUN_LIMITS.tags, RUN_LIMITS.tag);
}

function fitTexts(pairs: Pairs<unknown>, entries: number, length: number): readonly KeyValue[] {
  const texts = pairs.flatMap(([key, value]) => {
    const text = textOf(value);
    return text === '' ? [] : [{ key: fitKey(key), value: cut(text, length) }];
  });
  // Two names can become one; of a run's parameters none may have two values.
  return [...new Map(texts.map((each) => [each.key, each])).values()].slice(0, entries);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Letters, digits, `_ - . / ` and blanks; what reads as a path that leads elsewhere is refused, too. */
function fitKey(key: string): string {
  const plain = key.replace(/[^\p{L}\p{N}_./\- ]/gu, '_');
  const short = [...plain].slice(0, RUN_LIMITS.key).join('');
  return /^\/|^\.|\/\/|\/\.|\/$/.test(short) ? short.replace(/\//g, '_').replace(/^\.+/, '_') : short;
}

const ELLIPSIS = '…';

/** By code points: MLflow is Python and counts them, and half of a surrogate pair is no text. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const points = [...text];
  return points.length <= length ? text : `${points.slice(0, length - 1).join('')}${ELLIPSIS}`;
}
