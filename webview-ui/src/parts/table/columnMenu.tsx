import { type ReactNode, useCallback, useState } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { Icon } from '../icon.tsx';
import { useDismiss } from '../useDismiss.ts';

interface ColumnMenuProps {
  readonly columns: readonly { readonly name: string; readonly title: string; readonly rank: number }[];
  /** Names of those that show now. */
  readonly shown: readonly string[];
  /** Undefined goes back to those that fit. */
  readonly onChange: (names: readonly string[] | undefined) => void;
}

/** Which columns a table has: a list of check boxes behind a button. Escape and a click elsewhere close it. */
export function ColumnMenu({ columns, shown, onChange }: ColumnMenuProps): ReactNode {
  const { strings } = useDashboard();
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const box = useDismiss<HTMLDivElement>(open, close);
  const toggle = (name: string): void =>
    onChange(shown.includes(name) ? shown.filter((other) => other !== name) : [...shown, name]);
  return (
    <div ref={box} className="columnMenu">
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="list-selection" />
        {strings.table.columns}
      </button>
      {open ? (
        <fieldset className="columnList">
          <legend className="hidden">{strings.table.columns}</legend>
          {columns.map(({ name, title, rank }) => (
            <label key={name}>
              <input
                type="checkbox"
                disabled={rank === 0}
                checked={shown.includes(name)}
                onChange={() => toggle(name)}
              />
              {title}
            </label>
          ))}
          <button type="button" className="link" onClick={() => onChange(undefined)}>
            {strings.table.fitting}
          </button>
        </fieldset>
      ) : null}
    </div>
  );
}
