import type { ReactNode } from 'react';

export type IconName =
  | 'add'
  | 'arrow-down'
  | 'arrow-right'
  | 'arrow-up'
  | 'beaker'
  | 'check'
  | 'chevron-down'
  | 'chevron-left'
  | 'chevron-right'
  | 'chevron-up'
  | 'circle-slash'
  | 'close'
  | 'copy'
  | 'debug-disconnect'
  | 'debug-pause'
  | 'debug-stop'
  | 'diff'
  | 'error'
  | 'export'
  | 'graph'
  | 'history'
  | 'info'
  | 'key'
  | 'list-selection'
  | 'menu'
  | 'play'
  | 'refresh'
  | 'search'
  | 'table'
  | 'thumbsdown'
  | 'thumbsup'
  | 'trash'
  | 'warning';

/** A codicon; words beside it say the same. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }): ReactNode {
  return <span className={`codicon codicon-${name} ${className}`} aria-hidden="true" />;
}
