import type { ReactNode } from 'react';

export type IconName =
  | 'arrow-right'
  | 'check'
  | 'chevron-down'
  | 'chevron-right'
  | 'circle-slash'
  | 'copy'
  | 'error'
  | 'export'
  | 'graph'
  | 'debug-disconnect'
  | 'table'
  | 'warning';

/** A codicon; words beside it say the same. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }): ReactNode {
  return <span className={`codicon codicon-${name} ${className}`} aria-hidden="true" />;
}
