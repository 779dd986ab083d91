import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import type { Overview } from '../../../src/protocol/api.ts';
import { useModelGroups, useOverview, useRequests } from '../api/queries.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { useSaved } from '../app/saved.tsx';
import { PageHead } from '../parts/pageHead.tsx';
import { Panel } from '../parts/panel.tsx';
import { Problem } from '../parts/problem.tsx';
import { SaidAbove } from '../parts/saidAbove.ts';
import { SkeletonLines } from '../parts/skeleton.tsx';
import { StaleBanner } from '../parts/staleBanner.tsx';
import { TimeRange } from '../parts/timeRange.tsx';
import { FIRST_PAGE, RequestsPanel } from '../requests/requestsPanel.tsx';
import { assignColours, MAX_SERIES } from '../series/colours.ts';
import { type CostSeries, toCostSeries } from '../series/costSeries.ts';
import { periodName } from '../time/periodName.ts';
import { daysOfSpan } from '../time/ranges.ts';
import { CostPanel } from './costPanel.tsx';
import { EmptyPage } from './emptyPage.tsx';
import { ExportButton } from './exportButton.tsx';
import { ModelPanel } from './modelPanel.tsx';
import { NothingInRange } from './nothingInRange.tsx';
import { OverTime } from './overTime.tsx';
import { Tiles } from './tiles.tsx';

function Charts({ overview }: { overview: Overview | undefined }): ReactNode {
  const { timeZone, strings } = useDashboard();
  const configured = useModelGroups();
  if (overview === undefined) {
    return (
      <div className="columns">
        <Panel title={strings.chart.costByModel}>
          <SkeletonLines />
        </Panel>
        <Panel title={strings.chart.tokensByModel}>
          <SkeletonLines />
        </Panel>
      </div>
    );
  }
  if (overview.totals.requests === 0) return <NothingInRange />;
  const days = daysOfSpan(overview.from, overview.to, timeZone);
  const data = toCostSeries(overview.buckets, days, configured);
  const colours = coloursOf(overview, data, configured);
  return (
    <div className="columns">
      <CostPanel overview={overview} data={withColours(data, colours)} colours={colours} />
      <ModelPanel overview={overview} colours={colours} />
    </div>
  );
}

/** Colours for the models of the chart first, then for those of unknown cost while there are any left. */
function coloursOf(overview: Overview, data: CostSeries, configured: readonly string[]): ReadonlyMap<string, string> {
  const charted = data.series.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const others = overview.buckets.map(({ modelGroup }) => modelGroup);
  return assignColours([...new Set([...charted, ...others])].slice(0, MAX_SERIES), configured);
}

/** The chart in the colours of the bars beside it: a model has one colour on the whole page. */
function withColours(data: CostSeries, colours: ReadonlyMap<string, string>): CostSeries {
  const series = data.series.map((one) => ({ ...one, colour: colours.get(one.name ?? '') ?? one.colour }));
  return { ...data, series };
}

function Figures({ overview }: { overview: UseQueryResult<Overview> }): ReactNode {
  const { strings } = useDashboard();
  if (overview.isError && overview.data === undefined) {
    return (
      <div className="panel">
        <Problem title={strings.problems.overview} error={overview.error} onRetry={() => void overview.refetch()} />
      </div>
    );
  }
  return (
    <div className={overview.isPlaceholderData ? 'settling' : ''} aria-busy={overview.isPending}>
      <Tiles overview={overview.data} />
      <Charts overview={overview.data} />
    </div>
  );
}

function PageBar({ overview }: { overview: UseQueryResult<Overview> }): ReactNode {
  const { strings, format, timeZone } = useDashboard();
  const { state, save } = useSaved();
  return (
    <div className="pageBar">
      <TimeRange period={state.range} onChange={(range) => save({ range })} />
      <ExportButton />
      <span className="dim pageNote">
        {timeZone}
        {overview.isSuccess ? ` · ${strings.page.updated(format.clock(overview.dataUpdatedAt))}` : ''}
      </span>
    </div>
  );
}

/** Tells a screen reader what the page shows: after a change of the period, and when a request has failed. */
function Announcement({ overview }: { overview: Overview | undefined }): ReactNode {
  const { strings, format } = useDashboard();
  const { range } = useSaved().state;
  const name = periodName(range, strings, format);
  const failures = overview?.totals.failures;
  const said = useRef({ key: '', text: '' });
  const key = overview === undefined ? '' : `${name} ${failures}`;
  if (overview !== undefined && said.current.key !== key) {
    const { cost, requests } = overview.totals;
    const figures = [format.money(cost), format.integer(requests), format.integer(failures ?? 0)] as const;
    said.current = { key, text: strings.page.summary(name, ...figures) };
  }
  return (
    <p className="hidden" role="status">
      {overview === undefined ? strings.page.loading : said.current.text}
    </p>
  );
}

function Content(): ReactNode {
  const { state } = useSaved();
  const overview = useOverview(state.range);
  const requests = useRequests(FIRST_PAGE);
  const stale = overview.isError && overview.data !== undefined;
  const empty = requests.data?.total === 0 && overview.data?.totals.requests === 0;
  return (
    <>
      {empty ? null : <PageBar overview={overview} />}
      {stale ? (
        <StaleBanner error={overview.error} time={overview.dataUpdatedAt} onRetry={() => void overview.refetch()} />
      ) : null}
      {empty ? (
        <EmptyPage />
      ) : (
        <>
          <Figures overview={overview} />
          {overview.isError && overview.data === undefined ? null : <RequestsPanel />}
          <SaidAbove value={stale}>
            <OverTime overview={overview.data} />
          </SaidAbove>
        </>
      )}
      <Announcement overview={overview.data} />
    </>
  );
}

/** The first page of the dashboard, in an editor tab or at `/ui`. */
export function OverviewPage(): ReactNode {
  const { strings } = useDashboard();
  return (
    <>
      <PageHead title={strings.page.overview} focus={false} />
      <Content />
    </>
  );
}
