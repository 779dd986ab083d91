import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { Icon } from './icon.tsx';

interface SearchFieldProps {
  /** What is searched for, in place of a text. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A field that filters what stands below it. Escape empties it. */
export function SearchField({ label, value, onChange }: SearchFieldProps): ReactNode {
  const { strings } = useDashboard();
  return (
    <span className="searchField">
      <Icon name="search" className="dim" />
      <input
        type="search"
        className="input"
        aria-label={`${strings.actions.search}: ${label}`}
        placeholder={label}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
        }}
      />
    </span>
  );
}
