import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { Banner } from './banner.tsx';
import { explain } from './explain.ts';

interface StaleBannerProps {
  readonly error: unknown;
  /** When the figures were read, epoch ms. */
  readonly time: number;
  readonly onRetry: () => void;
}

/** What is shown is old: the gateway gives nothing newer at present. */
export function StaleBanner({ error, time, onRetry }: StaleBannerProps): ReactNode {
  const { strings, format } = useDashboard();
  return (
    <Banner icon="debug-disconnect">
      {explain(error, strings)} {strings.problems.figuresFrom(format.clock(time))}{' '}
      <button type="button" className="link" onClick={onRetry}>
        {strings.problems.retry}
      </button>
    </Banner>
  );
}
