import type { ReactNode } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { RouteLink } from '../../app/navigation.tsx';
import { formatRoute } from '../../app/route.ts';
import { inputOf } from '../../requests/requestFacts.ts';
import type { PlaygroundAnswer } from './useAnswerStream.ts';

/** Cost and time of an answer, as far as they are known. */
function Figures({ answer }: { answer: PlaygroundAnswer }): ReactNode {
  const { strings, format } = useDashboard();
  const { trace, firstTokenMs, durationMs } = answer;
  const input = trace === undefined ? null : inputOf(trace);
  return (
    <ul className="chips number">
      {trace === undefined ? null : (
        <li>{trace.cost === null ? strings.trace.costUnknown : format.money(trace.cost)}</li>
      )}
      {trace === undefined || input === null ? null : (
        <li>{strings.trace.inAndOut(format.compact(input), format.compact(trace.outputTokens ?? 0))}</li>
      )}
      {firstTokenMs === undefined ? null : <li>{strings.trace.firstToken(format.duration(firstTokenMs))}</li>}
      {durationMs === undefined ? null : <li>{format.duration(durationMs)}</li>}
    </ul>
  );
}

/** One model's answer. Told to a screen reader when it is whole, not word by word. */
export function AnswerPanel({ answer, model }: { answer: PlaygroundAnswer; model: string }): ReactNode {
  const { strings } = useDashboard();
  const { playground } = strings;
  const { state, text, thinking, error, trace } = answer;
  const running = state === 'waiting' || state === 'streaming';
  return (
    <section className="panel answerPanel" aria-label={model}>
      <header className="panelHead">
        <div className="panelTitle">
          <h2>{answer.model === '' ? model : answer.model}</h2>
          <span role="status" className={state === 'failed' ? 'failure' : 'dim'}>
            {playground.states[state]}
          </span>
        </div>
        {trace === undefined ? null : (
          <span className="panelTotal">
            <RouteLink to={formatRoute('traces', [trace.callId])}>{playground.openTrace}</RouteLink>
          </span>
        )}
      </header>
      {state === 'idle' ? <p className="dim">{playground.idle}</p> : null}
      <div role="log" aria-live="polite" aria-busy={running} className="answerText">
        {thinking === '' ? null : <p className="turn thinking dim">{thinking}</p>}
        {text === '' ? null : <p>{text}</p>}
        {running ? <span className="caret" aria-hidden="true" /> : null}
      </div>
      {error === undefined ? null : (
        <p className="failure" role="alert">
          {error}
        </p>
      )}
      <Figures answer={answer} />
    </section>
  );
}
