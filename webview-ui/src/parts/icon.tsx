import type { ReactNode } from 'react';
import type { iconNames } from './iconNames.ts';

export type IconName = (typeof iconNames)[number];

/** A codicon; words beside it say the same. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }): ReactNode {
  return <span className={`codicon codicon-${name} ${className}`} aria-hidden="true" />;
}
