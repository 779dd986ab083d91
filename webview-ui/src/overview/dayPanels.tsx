import type { ReactNode } from 'react';
import type { Overview } from '../../../src/protocol/api.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { LinePanel } from '../parts/chart/linePanel.tsx';
import { type DayMeasure, dayLine } from '../series/lines.ts';
import { countScale, moneyScale, type Scale, shareScale } from '../series/scales.ts';
import { promptTokens } from '../series/totals.ts';
import { daysOfSpan } from '../time/ranges.ts';

/** The other colours of the palette stand for models, here as on every page. */
const TOTAL_COLOUR = 'var(--vscode-charts-blue)';

interface Measure {
  readonly name: DayMeasure;
  readonly title: string;
  readonly colour: string;
  readonly form: 'lines' | 'bars';
  readonly scale: Scale;
  readonly total: string;
}

function useMeasures({ totals }: Overview): readonly Measure[] {
  const { strings, format } = useDashboard();
  const { speed, none } = strings;
  const { requests, failures, cacheSavings, outputTokens } = totals;
  return [
    {
      name: 'requests',
      title: speed.requests,
      colour: TOTAL_COLOUR,
      form: 'bars',
      scale: countScale(format),
      total: format.integer(requests),
    },
    {
      name: 'errors',
      title: speed.errorRate,
      colour: 'var(--torii-failure)',
      form: 'lines',
      scale: shareScale(format),
      total: requests === 0 ? none : format.percent(failures / requests),
    },
    {
      name: 'tokens',
      title: speed.tokens,
      colour: TOTAL_COLOUR,
      form: 'bars',
      scale: { ...countScale(format), text: format.integer },
      total: format.compact(promptTokens(totals) + outputTokens),
    },
    {
      name: 'savings',
      title: speed.savings,
      colour: TOTAL_COLOUR,
      form: 'bars',
      scale: moneyScale(format),
      total: format.money(cacheSavings),
    },
  ];
}

/** Requests, errors, tokens and caching per day. A single day has its figures in the tiles. */
export function DayPanels({ overview }: { overview: Overview }): ReactNode {
  const { strings, timeZone } = useDashboard();
  const measures = useMeasures(overview);
  const days = daysOfSpan(overview.from, overview.to, timeZone);
  if (days.length < 2) return null;
  return measures.map(({ name, title, colour, form, scale, total }) => (
    <LinePanel
      key={name}
      id={name}
      title={title}
      note={strings.speed.perDay}
      total={total}
      form={form}
      step="day"
      scale={scale}
      data={dayLine(overview.buckets, days, name, { line: { name: title, colour }, timeZone })}
    />
  ));
}
