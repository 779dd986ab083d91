import type { NanoUsd } from '../../domain/money.ts';
import { type CapSpan, capSpans, type SpendCaps } from '../../domain/spendCaps.ts';

/** What one request, task, day or month has cost so far, and which one it is. */
export type Spends = Readonly<Partial<Record<CapSpan, { readonly key: string; readonly spend: NanoUsd }>>>;

/** Requests, tasks and days that are over are not told of again. */
const MOST_TOLD = 1000;

const MARKS = [80, 95, 100] as const;
export type Mark = (typeof MARKS)[number];

export interface PassedMark {
  /** Which request, task, day or month. */
  readonly key: string;
  readonly span: CapSpan;
  readonly mark: Mark;
  readonly spend: NanoUsd;
  readonly amount: NanoUsd;
}

/** Which marks were told of: each once for a request, task, day or month and its cap, and the highest alone. */
export class SpendMarks {
  readonly #told = new Map<string, Mark>();

  /** What is news. A request is over when it is known: only passing its cap is worth a word. */
  pass(caps: SpendCaps, spends: Spends): readonly PassedMark[] {
    return capSpans.flatMap((span) => {
      const cap = caps[span];
      const spent = spends[span];
      if (cap === undefined || spent === undefined) return [];
      const mark = highest((100 * spent.spend) / cap.amount, span);
      const { key, spend } = spent;
      // A cap that was raised has its own marks.
      const told = `${key} ${cap.amount}`;
      if (mark === undefined || mark <= (this.#told.get(told) ?? 0)) return [];
      this.#told.set(told, mark);
      const [oldest] = this.#told.keys();
      if (this.#told.size > MOST_TOLD && oldest !== undefined) this.#told.delete(oldest);
      return [{ key, span, mark, spend, amount: cap.amount }];
    });
  }
}

function highest(percent: number, span: CapSpan): Mark | undefined {
  return MARKS.findLast((mark) => percent >= mark && (span !== 'request' || mark === 100));
}
