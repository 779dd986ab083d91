import type { ReactNode } from 'react';
import type { Overview, RequestSummary } from '../../../src/protocol/api.ts';
import { useOverviewOfDays, useRequests } from '../api/queries.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { useGateway } from '../app/gateway.ts';
import { GatewayLine } from '../app/gatewayLine.tsx';
import { GatewayNotice } from '../app/gatewayNotice.tsx';
import { useLive } from '../app/live.tsx';
import { isServing } from '../app/liveState.ts';
import { Problem } from '../parts/problem.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { OutcomeLabel } from '../requests/outcomeLabel.tsx';
import { answeringModel, outcomeOf } from '../requests/requestFacts.ts';
import { toCostSeries } from '../series/costSeries.ts';
import { costIsUnknown, hitRate, promptTokens } from '../series/totals.ts';
import { daysOfSpan } from '../time/ranges.ts';
import { Sparkline } from './sparkline.tsx';
import { SPARKLINE_DAYS } from './sparklineDays.ts';

function TodayCost({ today }: { today: Overview | undefined }): ReactNode {
  const { strings, format } = useDashboard();
  const totals = today?.totals;
  const unknown = totals?.unknownCostRequests ?? 0;
  const figure = totals !== undefined && (costIsUnknown(totals) ? strings.unknown : format.money(totals.cost));
  return (
    <>
      <h2 className="dim sidebarLabel">{strings.range.names.today}</h2>
      <p className="sidebarCost number">{figure === false ? <Skeleton width={4} /> : figure}</p>
      <p className="dim number sidebarSaved">
        {totals === undefined ? <Skeleton width={9} /> : strings.sidebar.saved(format.money(totals.cacheSavings))}
        {unknown > 0 ? (
          <span className="warn" title={strings.tiles.unknownRequests(unknown, format.integer(unknown))}>
            {' '}
            · {strings.tiles.ofUnknownCost(format.compact(unknown))}
          </span>
        ) : null}
      </p>
    </>
  );
}

function Pair({ label, title, children }: { label: string; title?: string; children: ReactNode }): ReactNode {
  return (
    <div className="pair">
      <dt>{label}</dt>
      <dd className="number" title={title}>
        {children}
      </dd>
    </div>
  );
}

function TodayFigures({ today }: { today: Overview | undefined }): ReactNode {
  const { strings, format } = useDashboard();
  const wait = <Skeleton width={3} />;
  const totals = today?.totals;
  const tokens = totals === undefined ? 0 : promptTokens(totals) + totals.outputTokens;
  const rate = totals === undefined ? undefined : hitRate(totals);
  const p50 = today?.latency.timeToFirstTokenP50 ?? null;
  const failures = totals?.failures ?? 0;
  return (
    <dl className="sidebarFigures">
      <Pair label={strings.tiles.requests}>
        {totals === undefined ? wait : format.integer(totals.requests)}
        {failures > 0 ? (
          <>
            <span className="dim"> · </span>
            <span className="failure">{strings.tiles.failed(failures, format.integer(failures))}</span>
          </>
        ) : null}
      </Pair>
      <Pair label={strings.tiles.tokens} title={strings.tiles.exactTokens(tokens, format.integer(tokens))}>
        {totals === undefined ? wait : format.compact(tokens)}
      </Pair>
      <Pair label={strings.sidebar.hitRate}>
        {totals === undefined ? wait : rate === undefined ? strings.none : format.percent(rate)}
      </Pair>
      <Pair label={strings.sidebar.firstToken}>
        {totals === undefined ? wait : p50 === null ? strings.none : format.duration(p50)}
      </Pair>
    </dl>
  );
}

function LastRequest({ request }: { request: RequestSummary | undefined }): ReactNode {
  const { strings, format, now } = useDashboard();
  if (request === undefined) return <p className="dim lastRequest">{strings.empty.sidebar}</p>;
  const model = answeringModel(request) ?? request.modelGroup;
  const cost = request.cost === null ? strings.unknown : format.money(request.cost);
  return (
    <div className="lastRequest">
      <h2 className="dim sidebarLabel">{strings.requests.last}</h2>
      <p className="pair">
        <span className="ellipsis" title={model}>
          {model}
        </span>
        <OutcomeLabel outcome={outcomeOf(request)} />
      </p>
      <p className="dim number">
        {format.moment(request.startedAt, now())} · {cost} · {format.duration(request.durationMs)}
      </p>
    </div>
  );
}

function Figures(): ReactNode {
  const { strings, timeZone } = useDashboard();
  const { connected } = useLive();
  const today = useOverviewOfDays(1);
  const fortnight = useOverviewOfDays(SPARKLINE_DAYS);
  const list = useRequests(1);
  if (today.isError && today.data === undefined) {
    return <Problem title={strings.problems.overview} error={today.error} onRetry={() => void today.refetch()} />;
  }
  const { from, to, buckets } = fortnight.data ?? { from: 0, to: 0, buckets: [] };
  const days = fortnight.data === undefined ? [] : daysOfSpan(from, to, timeZone);
  const silent = today.data === undefined && (connected === false || today.failureCount > 0);
  return (
    <>
      {silent ? (
        <p className="sidebarNote" role="status">
          {strings.problems.unreachable}
        </p>
      ) : null}
      <TodayCost today={today.data} />
      <Sparkline rows={toCostSeries(buckets, days, []).rows} />
      <hr />
      <TodayFigures today={today.data} />
      <hr />
      {list.data === undefined ? <div className="lastRequest" /> : <LastRequest request={list.data.requests[0]} />}
    </>
  );
}

/** The overview at the width of a side bar: figures first, then the way to the whole dashboard. */
export function SidebarPage(): ReactNode {
  const { strings, transport } = useDashboard();
  const gateway = useGateway();
  if (gateway !== undefined && !isServing(gateway)) {
    return (
      <main className="sidebar">
        <h1 className="hidden">{strings.page.usage}</h1>
        <GatewayNotice gateway={gateway} />
      </main>
    );
  }
  return (
    <main className="sidebar">
      <h1 className="hidden">{strings.page.usage}</h1>
      <Figures />
      <hr />
      <GatewayLine />
      <button type="button" className="button full" onClick={() => transport.runCommand?.('torii.openDashboard')}>
        {strings.gateway.openDashboard}
      </button>
      <button
        type="button"
        className="button quiet full"
        onClick={() => transport.runCommand?.('torii.configureCline')}
      >
        {strings.gateway.configureCline}
      </button>
    </main>
  );
}
