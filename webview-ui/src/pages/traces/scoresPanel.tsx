import { type ReactNode, useId, useState } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { Answer } from '../../parts/answer.tsx';
import { explain } from '../../parts/explain.ts';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ApiError } from '../../transport/apiError.ts';
import { useScores, useScoring } from './scoreQueries.ts';
import { type ScoreBody, type ScoreKind, type ScoreTarget, scoreName, scoreText, toNewScore } from './scores.ts';

function Thumbs({ onScore, busy }: { onScore: (up: boolean) => void; busy: boolean }): ReactNode {
  const { scores } = useDashboard().strings;
  return (
    <span className="thumbs">
      <button type="button" className="button quiet" disabled={busy} title={scores.good} onClick={() => onScore(true)}>
        <Icon name="thumbsup" />
        <span className="hidden">{scores.good}</span>
      </button>
      <button type="button" className="button quiet" disabled={busy} title={scores.bad} onClick={() => onScore(false)}>
        <Icon name="thumbsdown" />
        <span className="hidden">{scores.bad}</span>
      </button>
    </span>
  );
}

interface FormProps {
  readonly busy: boolean;
  readonly onAdd: (score: ScoreBody) => void;
}

/** A score of a reader's own: a number or a label, with a name and a comment. */
function OwnScore({ busy, onAdd }: FormProps): ReactNode {
  const { scores } = useDashboard().strings;
  const [nameId, valueId, commentId] = [useId(), useId(), useId()];
  const [name, setName] = useState(scores.firstName);
  const [kind, setKind] = useState<ScoreKind>('NUMERIC');
  const [value, setValue] = useState('');
  const [comment, setComment] = useState('');
  const score = toNewScore({ name, kind, value, comment });
  return (
    <form
      className="scoreForm"
      onSubmit={(event) => {
        event.preventDefault();
        if (score === undefined) return;
        onAdd(score);
        setValue('');
        setComment('');
      }}
    >
      <div className="field">
        <label htmlFor={nameId}>{scores.name}</label>
        <input id={nameId} className="input" value={name} onChange={(event) => setName(event.target.value)} />
      </div>
      <div className="field">
        <label htmlFor={valueId}>{scores.value}</label>
        <span className="scoreValue">
          <select
            className="input"
            aria-label={scores.kind}
            value={kind}
            onChange={(event) => setKind(event.target.value === 'NUMERIC' ? 'NUMERIC' : 'CATEGORICAL')}
          >
            <option value="NUMERIC">{scores.number}</option>
            <option value="CATEGORICAL">{scores.label}</option>
          </select>
          <input
            id={valueId}
            className="input"
            inputMode={kind === 'NUMERIC' ? 'decimal' : 'text'}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </span>
      </div>
      <div className="field scoreComment">
        <label htmlFor={commentId}>{scores.comment}</label>
        <input id={commentId} className="input" value={comment} onChange={(event) => setComment(event.target.value)} />
      </div>
      <button type="submit" className="button quiet" disabled={busy || score === undefined}>
        {scores.add}
      </button>
    </form>
  );
}

/** What people think of a request or a task. Scores go to the destinations of its trace, too. */
export function ScoresPanel({ target }: { target: ScoreTarget }): ReactNode {
  const { strings, format, now } = useDashboard();
  const { scores: words } = strings;
  const query = useScores(target);
  const { add, remove } = useScoring(target);
  const failure = add.error ?? remove.error;
  // A gateway of an older version has no scores.
  if (query.error instanceof ApiError && query.error.status === 404) return null;
  return (
    <Panel title={words.title} note={words.hint} className="scores">
      <Thumbs
        busy={add.isPending}
        onScore={(up) => add.mutate({ name: 'thumb', value: up ? 1 : 0, data_type: 'BOOLEAN' })}
      />
      <Answer query={query} problem={words.problem} skeleton={<span />}>
        {({ scores }) => (
          <ul className="scoreList">
            {scores.map((score) => (
              <li key={score.id} className="pair">
                <span>
                  <strong>{scoreName(score, words)}</strong> {scoreText(score, words)}
                  {score.comment === null ? null : <span className="dim"> · {score.comment}</span>}
                </span>
                <span>
                  <span className="dim">{format.moment(score.created_at, now())}</span>{' '}
                  <button
                    type="button"
                    className="link"
                    title={words.remove(scoreName(score, words))}
                    onClick={() => remove.mutate(score.id)}
                  >
                    <Icon name="trash" />
                    <span className="hidden">{words.remove(scoreName(score, words))}</span>
                  </button>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Answer>
      <details className="ownScore">
        <summary className="link">{words.own}</summary>
        <OwnScore busy={add.isPending} onAdd={(score) => add.mutate(score)} />
      </details>
      {failure === null ? null : (
        <p className="failure" role="alert">
          {explain(failure, strings)}
        </p>
      )}
    </Panel>
  );
}
