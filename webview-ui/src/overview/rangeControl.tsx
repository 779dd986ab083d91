import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { useSaved } from '../app/saved.tsx';
import { rangeNames } from '../time/ranges.ts';

/** Which days the page looks at. Radio buttons: one stop of the Tab key, arrows choose. */
export function RangeControl(): ReactNode {
  const { strings } = useDashboard();
  const { state, save } = useSaved();
  return (
    <fieldset className="segments">
      <legend className="hidden">{strings.range.label}</legend>
      {rangeNames.map((name) => (
        <label key={name} className="segment">
          <input type="radio" name="range" checked={state.range === name} onChange={() => save({ range: name })} />
          <span>{strings.range.names[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}
