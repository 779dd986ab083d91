import { type ReactNode, useState } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';

interface LongTextProps {
  readonly text: string;
  /** Characters that show at first. */
  readonly limit?: number;
  readonly className?: string;
}

const LIMIT = 1200;

/** A text whose end shows on demand: a page of a hundred thousand words helps nobody and takes seconds to draw. */
export function LongText({ text, limit = LIMIT, className = '' }: LongTextProps): ReactNode {
  const { strings, format } = useDashboard();
  const [whole, setWhole] = useState(false);
  const cut = !whole && text.length > limit;
  return (
    <div className={`longText ${className}`}>
      {cut ? `${text.slice(0, limit)}…` : text}
      {text.length > limit ? (
        <>
          {' '}
          <button type="button" className="link" onClick={() => setWhole(!whole)}>
            {cut ? strings.trace.showAll(format.compact(text.length)) : strings.trace.showLess}
          </button>
        </>
      ) : null}
    </div>
  );
}
