import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { shortModelName } from '../format/modelName.ts';
import { type Attempt, type Lane, toTimeLine } from './lanes.ts';

function percent(part: number): string {
  return `${(part * 100).toFixed(2)}%`;
}

function Bars({ lane }: { lane: Lane }): ReactNode {
  const { attempt, start, firstToken, end } = lane;
  if (attempt.status === 'failure') {
    return <span className="bar failed" style={{ left: percent(start), width: percent(end - start) }} />;
  }
  const waitEnd = firstToken > start ? firstToken : start;
  return (
    <>
      <span className="bar waiting" style={{ left: percent(start), width: percent(waitEnd - start) }} />
      <span className="bar streaming" style={{ left: percent(waitEnd), width: percent(end - waitEnd) }} />
    </>
  );
}

function LaneLabel({ attempt }: { attempt: Attempt }): ReactNode {
  const { strings, format } = useDashboard();
  const waited = attempt.waitMs > 0 ? strings.detail.waited(format.duration(attempt.waitMs)) : undefined;
  return (
    <div className="laneLabel" title={waited}>
      <span className="ellipsis" title={`${attempt.provider} · ${attempt.model}`}>
        {attempt.region === null ? attempt.provider : attempt.region} · {shortModelName(attempt.model)}
      </span>
      {attempt.reason === 'first' ? null : <span className="dim">{strings.detail[attempt.reason]}</span>}
    </div>
  );
}

function LaneResult({ attempt }: { attempt: Attempt }): ReactNode {
  const { strings, format } = useDashboard();
  const failed =
    attempt.error === null ? undefined : `${attempt.httpStatus ?? ''} ${attempt.error.code ?? attempt.error.kind}`;
  return (
    <span
      className="laneResult number"
      title={attempt.error === null ? undefined : strings.said(attempt.error.message)}
    >
      {failed === undefined ? null : <span className="failure">{failed.trim()}</span>}
      <span className="dim">{format.duration(attempt.durationMs)}</span>
    </span>
  );
}

function LaneLegend({ attempts }: { attempts: readonly Attempt[] }): ReactNode {
  const { strings } = useDashboard();
  const answered = attempts.some(({ status }) => status === 'success');
  const failed = attempts.some(({ status }) => status === 'failure');
  return (
    <ul className="legend" aria-hidden="true">
      {answered ? (
        <>
          <li>
            <i className="swatch waiting" />
            {strings.detail.toFirstToken}
          </li>
          <li>
            <i className="swatch streaming" />
            {strings.detail.streaming}
          </li>
        </>
      ) : null}
      {failed ? (
        <li>
          <i className="swatch failed" />
          {strings.detail.failed}
        </li>
      ) : null}
    </ul>
  );
}

interface AttemptsProps {
  readonly attempts: readonly Attempt[];
  readonly level?: 'h2' | 'h3';
}

/** Each call to a deployment as a bar on the request's time line, with how it ended. */
export function Attempts({ attempts, level: Heading = 'h3' }: AttemptsProps): ReactNode {
  const { strings, format } = useDashboard();
  const line = toTimeLine(attempts);
  return (
    <section className="attempts">
      <Heading>
        {strings.detail.attempts}
        {attempts.length === 0 ? null : <span className="dim number">0 – {format.duration(line.durationMs)}</span>}
      </Heading>
      {attempts.length === 0 ? <p className="dim">{strings.detail.noAttempts}</p> : null}
      <ol className="lanes">
        {line.lanes.map((lane) => (
          <li key={`${lane.attempt.startedAt} ${lane.attempt.deploymentId}`} className="lane">
            <LaneLabel attempt={lane.attempt} />
            <div className="laneTrack" aria-hidden="true">
              <Bars lane={lane} />
            </div>
            <LaneResult attempt={lane.attempt} />
          </li>
        ))}
      </ol>
      <LaneLegend attempts={attempts} />
    </section>
  );
}
