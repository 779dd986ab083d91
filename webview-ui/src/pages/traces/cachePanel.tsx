import type { ReactNode } from 'react';
import type { CacheBreak, TraceDetail } from '../../../../src/protocol/traces.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { RouteLink } from '../../app/navigation.tsx';
import { formatRoute } from '../../app/route.ts';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { factWords } from '../../requests/noteWords.ts';

type Plan = NonNullable<TraceDetail['cachePlan']>;
type Point = Plan['points'][number];

function PointName({ point }: { point: Point }): ReactNode {
  const { strings } = useDashboard();
  const { places } = strings.trace;
  if (point.place === 'tools') return places.tools;
  return point.place === 'system' ? places.system : places.message(point.index + 1);
}

function PointState({ point }: { point: Point }): ReactNode {
  const { strings } = useDashboard();
  if (point.state === null) return <span className="dim">{strings.unknown}</span>;
  if (point.state !== 'hit') return <span className="dim">{strings.trace.pointStates[point.state]}</span>;
  return (
    <span className="outcome">
      <Icon name="check" className="success" />
      {strings.trace.pointStates.hit}
    </span>
  );
}

function Points({ points }: { points: readonly Point[] }): ReactNode {
  const { strings, format } = useDashboard();
  return (
    <dl className="cachePoints">
      {points.map((point) => (
        <div
          key={`${point.place} ${point.index}`}
          className="pair"
          title={strings.trace.upTo(format.compact(point.tokens))}
        >
          <dt>
            <PointName point={point} />
          </dt>
          <dd>
            <PointState point={point} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Why less came from the cache than the request before had put there. */
function Break({ broken, why }: { broken: CacheBreak; why: string | undefined }): ReactNode {
  const { strings, format } = useDashboard();
  const { code, detail, comparedWith, lostTokens } = broken;
  return (
    <div className="cacheBreak">
      <p>
        <strong className="warn">{strings.trace.lost(format.compact(lostTokens))}</strong>
      </p>
      <p>{strings.trace.breaks[code](code === 'no-points' ? (why ?? detail) : detail)}</p>
      <p>
        <RouteLink to={formatRoute('traces', [comparedWith])}>{strings.trace.comparedWith}</RouteLink>
      </p>
    </div>
  );
}

/** Where cache points were set, what became of each, and what broke the last hit. */
export function CachePanel({ trace }: { trace: TraceDetail }): ReactNode {
  const { strings, format } = useDashboard();
  const { cachePlan: plan, cacheBreak } = trace;
  const why = plan?.whyNone == null ? undefined : factWords(strings, format, plan.whyNone);
  const source = plan === null ? undefined : strings.trace.sources[plan.source];
  return (
    <Panel title={strings.trace.cachePlan} note={source}>
      {plan === null ? <p className="dim">{strings.trace.noPlan}</p> : null}
      {plan !== null && plan.points.length > 0 ? <Points points={plan.points} /> : null}
      {plan?.reason == null ? null : <p className="dim">{why ?? plan.reason}</p>}
      {cacheBreak === null ? null : <Break broken={cacheBreak} why={why} />}
    </Panel>
  );
}
