import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import type { Outcome } from './requestFacts.ts';

const LOOKS: Readonly<Record<Outcome, { readonly icon: IconName; readonly className: string }>> = {
  done: { icon: 'check', className: 'success' },
  failed: { icon: 'error', className: 'failure' },
  cancelled: { icon: 'circle-slash', className: 'dim' },
};

/** How a request ended: an icon and the word for it. */
export function OutcomeLabel({ outcome }: { outcome: Outcome }): ReactNode {
  const { strings } = useDashboard();
  const { icon, className } = LOOKS[outcome];
  return (
    <span className={`outcome ${outcome === 'done' ? '' : className}`}>
      <Icon name={icon} className={className} />
      {strings.requests.outcomes[outcome]}
    </span>
  );
}
