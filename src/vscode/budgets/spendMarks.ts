import type { NanoUsd } from '../../domain/money.ts';
import { type CapSpan, capSpans, type SpendCaps } from '../../domain/spendCaps.ts';

/** What one request, task, day or month has cost so far, and which one it is. */
export type Spends = Readonly<Partial<Record<CapSpan, { readonly key: string; readonly spend: NanoUsd }>>>;

const MARKS = [80, 95, 100] as const;
export type Mark = (typeof MARKS)[number];

export interface PassedMark {
  readonly span: CapSpan;
  readonly mark: Mark;
  readonly spend: NanoUsd;
  readonly amount: NanoUsd;
}

/** Which marks were told of: each once for a request, task, day or month, and the highest alone. */
export class SpendMarks {
  readonly #told = new Map<string, Mark>();

  /** What is news. A request is over when it is known: only passing its cap is worth a word. */
  pass(caps: SpendCaps, spends: Spends): readonly PassedMark[] {
    return capSpans.flatMap((span) => {
      const cap = caps[span];
      const spent = spends[span];
      if (cap === undefined || spent === undefined) return [];
      const mark = highest((100 * spent.spend) / cap.amount, span);
      if (mark === undefined || mark <= (this.#told.get(spent.key) ?? 0)) return [];
      this.#told.set(spent.key, mark);
      return [{ span, mark, spend: spent.spend, amount: cap.amount }];
    });
  }
}

function highest(percent: number, span: CapSpan): Mark | undefined {
  return MARKS.findLast((mark) => percent >= mark && (span !== 'request' || mark === 100));
}
