import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { TraceContentView, TraceDetail } from '../../../../src/protocol/traces.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { explain } from '../../parts/explain.ts';
import { Icon } from '../../parts/icon.tsx';
import { numbered } from '../../parts/numbered.ts';
import { Panel } from '../../parts/panel.tsx';
import { ScrollBox } from '../../parts/scrollBox.tsx';
import { ModelChoice } from '../playground/playgroundForm.tsx';
import { answerText, toReplayBody } from './answerText.ts';
import { isCut } from './conversation.ts';
import { pathOfCall } from './curl.ts';
import { diffOf } from './lineDiff.ts';

const SIGNS = { same: ' ', added: '+', removed: '−' } as const;

/** The stored answer and the new one, line by line. In the editor its own diff view shows them, too. */
function Difference({ before, after, model }: { before: string; after: string; model: string }): ReactNode {
  const { strings, transport } = useDashboard();
  const { replay } = strings;
  const lines = diffOf(before, after);
  const count = (kind: 'added' | 'removed'): number => lines.filter((line) => line.kind === kind).length;
  const same = before === after;
  const { compare } = transport;
  return (
    <>
      <p role="status" className="replayNote">
        {same ? replay.same : replay.differs(count('added'), count('removed'))}{' '}
        {compare === undefined || same ? null : (
          <button
            type="button"
            className="link"
            onClick={() => compare({ name: replay.stored, text: before }, { name: replay.again(model), text: after })}
          >
            <Icon name="diff" />
            {replay.inEditor}
          </button>
        )}
      </p>
      <div className="diff mono">
        <ScrollBox label={`${replay.stored}, ${replay.again(model)}`}>
          {numbered(lines).map(({ key, item }) => (
            <div key={key} className={`diffLine ${item.kind}`}>
              <span aria-hidden="true">{SIGNS[item.kind]}</span>
              <span>{item.text}</span>
            </div>
          ))}
        </ScrollBox>
      </div>
    </>
  );
}

interface ReplayProps {
  readonly trace: TraceDetail;
  readonly content: TraceContentView;
  readonly onClose: () => void;
}

/** Sends a stored request again, to the same model or another, and shows how the answers differ. */
export function ReplayPanel({ trace, content, onClose }: ReplayProps): ReactNode {
  const { strings, transport } = useDashboard();
  const { replay } = strings;
  const [model, setModel] = useState(trace.modelGroup);
  const before = answerText(content.response);
  const path = pathOfCall(trace.callType);
  const sending = useMutation({
    mutationFn: async (to: string) => {
      const answer = await transport.send('POST', path ?? '', toReplayBody(content.request, to));
      return { model: to, text: answerText(answer) };
    },
    onSuccess: ({ model: to, text }) => {
      if (text !== before) transport.compare?.({ name: replay.stored, text: before }, { name: replay.again(to), text });
    },
  });
  return (
    <Panel title={replay.title} note={replay.costs} className="replayPanel">
      <form
        className="replayForm"
        onSubmit={(event) => {
          event.preventDefault();
          sending.mutate(model);
        }}
      >
        <ModelChoice label={strings.playground.model} value={model} onChange={setModel} />
        <button type="submit" className="button" disabled={sending.isPending}>
          <Icon name="play" />
          {sending.isPending ? replay.running : replay.run}
        </button>
        <button type="button" className="button quiet" onClick={onClose}>
          {replay.cancel}
        </button>
      </form>
      {isCut(content.request) ? (
        <p className="replayNote warn">
          <Icon name="warning" className="warn" /> {replay.cut}
        </p>
      ) : null}
      {sending.isError ? (
        <p className="replayNote failure" role="alert">
          {explain(sending.error, strings)}
        </p>
      ) : null}
      {sending.data === undefined ? null : (
        <Difference
          before={before === '' ? replay.noText : before}
          after={sending.data.text === '' ? replay.noText : sending.data.text}
          model={sending.data.model}
        />
      )}
    </Panel>
  );
}
