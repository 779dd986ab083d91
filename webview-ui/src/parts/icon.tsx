import type { ReactNode } from 'react';

export type IconName =
  | 'add'
  | 'arrow-down'
  | 'arrow-right'
  | 'arrow-up'
  | 'check'
  | 'chevron-down'
  | 'chevron-right'
  | 'chevron-up'
  | 'circle-slash'
  | 'close'
  | 'copy'
  | 'debug-disconnect'
  | 'debug-pause'
  | 'error'
  | 'export'
  | 'graph'
  | 'history'
  | 'info'
  | 'list-selection'
  | 'menu'
  | 'table'
  | 'warning';

/** A codicon; words beside it say the same. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }): ReactNode {
  return <span className={`codicon codicon-${name} ${className}`} aria-hidden="true" />;
}
