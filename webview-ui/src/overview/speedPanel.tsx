import { type ReactNode, useId } from 'react';
import type { Speed } from '../../../src/protocol/insights.ts';
import { useModelGroups } from '../api/queries.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { useSavedPart } from '../app/saved.tsx';
import { LinePanel } from '../parts/chart/linePanel.tsx';
import { modelLines, percentileLines, type SpeedMeasure } from '../series/lines.ts';
import { durationScale } from '../series/scales.ts';
import { stepStarts } from '../series/steps.ts';

const VIEWS = ['all', 'p50', 'p95'] as const;
type View = (typeof VIEWS)[number];

function toView(value: unknown): View {
  return VIEWS.find((view) => view === value) ?? 'all';
}

/** Which lines a chart of speed has: all requests, or one percentile of each model. */
function Views({ view, onChange }: { view: View; onChange: (view: View) => void }): ReactNode {
  const { strings } = useDashboard();
  const name = useId();
  return (
    <fieldset className="segments small">
      <legend className="hidden">{strings.speed.view}</legend>
      {VIEWS.map((one) => (
        <label key={one} className="segment">
          <input type="radio" name={name} checked={view === one} onChange={() => onChange(one)} />
          <span>{strings.speed.views[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** p50 and p95 of a time over time: of all requests, or by model. */
export function SpeedPanel({ speed, measure }: { speed: Speed; measure: SpeedMeasure }): ReactNode {
  const { strings, format, timeZone } = useDashboard();
  const { speed: words } = strings;
  const configured = useModelGroups();
  const [view, setView] = useSavedPart(`view.${measure}`, toView);
  const starts = stepStarts(speed, timeZone);
  const names = { p50: words.p50, p95: words.p95 };
  return (
    <LinePanel
      id={measure}
      title={measure === 'duration' ? words.duration : words.firstToken}
      note={speed.step === 'hour' ? words.perHour : words.perDay}
      data={
        view === 'all'
          ? percentileLines(speed, measure, starts, names)
          : modelLines(speed, measure, starts, { share: view, configured })
      }
      step={speed.step}
      scale={durationScale(format)}
    >
      <Views view={view} onChange={setView} />
    </LinePanel>
  );
}
