import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { customPeriod, isDay, type Period, toCustom } from '../time/period.ts';
import { rangeNames } from '../time/ranges.ts';

interface TimeRangeProps {
  readonly period: Period;
  readonly onChange: (period: Period) => void;
}

function CustomDays({
  period,
  onChange,
}: { period: Period & { name: 'custom' } } & Omit<TimeRangeProps, 'period'>): ReactNode {
  const { strings } = useDashboard();
  const change = (one: string, other: string): void => {
    if (isDay(one) && isDay(other)) onChange(customPeriod(one, other));
  };
  return (
    <span className="customDays">
      <input
        type="date"
        aria-label={strings.range.first}
        value={period.first}
        onChange={(event) => change(event.target.value, period.last)}
      />
      –
      <input
        type="date"
        aria-label={strings.range.last}
        value={period.last}
        onChange={(event) => change(period.first, event.target.value)}
      />
    </span>
  );
}

/** Which days a page looks at, in the user's time zone. Radio buttons: one stop of the Tab key, arrows choose. */
export function TimeRange({ period, onChange }: TimeRangeProps): ReactNode {
  const { strings, now, timeZone } = useDashboard();
  const choose = (name: Period['name']): void =>
    onChange(name === 'custom' ? toCustom(period, now(), timeZone) : { name });
  return (
    <span className="timeRange">
      <fieldset className="segments">
        <legend className="hidden">{strings.range.label}</legend>
        {[...rangeNames, 'custom' as const].map((name) => (
          <label key={name} className="segment">
            <input type="radio" name="range" checked={period.name === name} onChange={() => choose(name)} />
            <span>{strings.range.names[name]}</span>
          </label>
        ))}
      </fieldset>
      {period.name === 'custom' ? <CustomDays period={period} onChange={onChange} /> : null}
    </span>
  );
}
