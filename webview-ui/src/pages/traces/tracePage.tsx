import { type ReactNode, useState } from 'react';
import type { TraceDetail } from '../../../../src/protocol/traces.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { RouteLink } from '../../app/navigation.tsx';
import { formatRoute } from '../../app/route.ts';
import { Answer } from '../../parts/answer.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { SkeletonLines } from '../../parts/skeleton.tsx';
import { Attempts } from '../../requests/attempts.tsx';
import { CostParts } from '../../requests/costParts.tsx';
import { Preparation } from '../../requests/preparation.tsx';
import { CachePanel } from './cachePanel.tsx';
import { ConversationPanel } from './conversationPanel.tsx';
import { pathOfCall } from './curl.ts';
import { RawPanel } from './rawPanel.tsx';
import { ReplayPanel } from './replayPanel.tsx';
import { ScoresPanel } from './scoresPanel.tsx';
import { TraceHead } from './traceHead.tsx';
import { useTrace, useTraceContent } from './traceQueries.ts';

function Failure({ trace }: { trace: TraceDetail }): ReactNode {
  const { strings } = useDashboard();
  const { error } = trace;
  if (error === null) return null;
  return (
    <section className="panel traceError">
      <h2 className="failure">{strings.requests.kinds[error.kind] ?? error.kind}</h2>
      {error.code === null ? null : <span className="dim mono"> {error.code}</span>}
      <p>{strings.said(error.message)}</p>
    </section>
  );
}

/** Names and ids, for looking things up. */
function Facts({ trace }: { trace: TraceDetail }): ReactNode {
  const { strings, format } = useDashboard();
  const facts: readonly (readonly [string, string | null])[] = [
    [strings.requests.time, format.full(trace.startedAt)],
    [strings.requests.client, trace.client],
    [strings.detail.key, trace.keyAlias],
    [strings.trace.user, trace.userId],
    [strings.trace.endUser, trace.endUser],
    [strings.requests.model, trace.model],
    [strings.traces.provider, trace.provider],
    [strings.detail.region, trace.region],
    [strings.trace.tier, trace.serviceTier],
    [strings.traces.session, trace.sessionId],
    [strings.traces.tags, trace.tags.length === 0 ? null : trace.tags.join(', ')],
    [strings.detail.callId, trace.callId],
  ];
  return (
    <section className="panel traceFacts" aria-label={strings.trace.facts}>
      <h2>{strings.trace.facts}</h2>
      <dl className="factLines">
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name} className="pair">
              <dt className="dim">{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <Preparation attempts={trace.attempts} without="cache-plan" />
    </section>
  );
}

/** Ways to send a stored request again. Embeddings have no answer to read. */
function Again({ trace, onReplay }: { trace: TraceDetail; onReplay: () => void }): ReactNode {
  const { strings } = useDashboard();
  if (trace.callType === 'aembedding' || pathOfCall(trace.callType) === undefined) return null;
  return (
    <>
      <button type="button" className="button quiet" onClick={onReplay}>
        <Icon name="refresh" />
        {strings.replay.open}
      </button>
      <RouteLink to={formatRoute('playground', [], { from: trace.callId })} className="button quiet">
        <Icon name="beaker" />
        {strings.playground.start}
      </RouteLink>
    </>
  );
}

function Detail({ trace }: { trace: TraceDetail }): ReactNode {
  const content = useTraceContent(trace.callId, trace.content.kept);
  const [replaying, setReplaying] = useState(false);
  const { strings } = useDashboard();
  const pending = (
    <Answer query={content} problem={strings.trace.contentProblem} skeleton={<SkeletonLines />}>
      {() => null}
    </Answer>
  );
  return (
    <>
      <TraceHead
        trace={trace}
        content={content.data}
        actions={content.data === undefined ? null : <Again trace={trace} onReplay={() => setReplaying(true)} />}
      />
      {replaying && content.data !== undefined ? (
        <ReplayPanel trace={trace} content={content.data} onClose={() => setReplaying(false)} />
      ) : null}
      <Failure trace={trace} />
      <div className="panel tracePanel">
        <Attempts attempts={trace.attempts} level="h2" />
      </div>
      <div className="traceColumns">
        <ConversationPanel trace={trace} content={content.data} pending={pending} />
        <div className="traceSide">
          <div className="panel tracePanel">
            <CostParts detail={trace} level="h2" />
          </div>
          <CachePanel trace={trace} />
          <ScoresPanel target={{ trace_id: trace.callId }} />
          <Facts trace={trace} />
        </div>
        <RawPanel trace={trace} content={content.data} />
      </div>
    </>
  );
}

/** Everything about one request. */
export function TracePage({ callId }: { callId: string }): ReactNode {
  const { strings } = useDashboard();
  const trace = useTrace(callId);
  if (trace.data !== undefined) return <Detail trace={trace.data} />;
  return (
    <>
      <PageHead
        title={strings.trace.title}
        crumbs={<RouteLink to={formatRoute('traces')}>{strings.traces.title}</RouteLink>}
      />
      <div className="panel">
        <Answer query={trace} problem={strings.trace.problem}>
          {() => null}
        </Answer>
      </div>
    </>
  );
}
