import type { ReactNode } from 'react';

export type IconName =
  | 'arrow-right'
  | 'arrow-down'
  | 'arrow-up'
  | 'check'
  | 'chevron-down'
  | 'chevron-right'
  | 'chevron-up'
  | 'circle-slash'
  | 'copy'
  | 'error'
  | 'export'
  | 'graph'
  | 'list-selection'
  | 'menu'
  | 'debug-disconnect'
  | 'table'
  | 'warning';

/** A codicon; words beside it say the same. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }): ReactNode {
  return <span className={`codicon codicon-${name} ${className}`} aria-hidden="true" />;
}
