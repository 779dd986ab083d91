import { type ReactNode, useState } from 'react';
import type { TraceContentView, TraceDetail } from '../../../../src/protocol/traces.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { CopyLine } from '../../parts/copyLine.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Icon } from '../../parts/icon.tsx';
import { numbered } from '../../parts/numbered.ts';
import { Panel } from '../../parts/panel.tsx';
import { isCut, type Turn, type TurnPart, toTurns } from './conversation.ts';
import { LongText } from './longText.tsx';

/** Turns that show at first: the latest. */
const SHOWN = 4;

function Part({ part, className = '' }: { part: TurnPart; className?: string }): ReactNode {
  const { strings } = useDashboard();
  switch (part.kind) {
    case 'text':
      return <LongText text={part.text} className={className} />;
    case 'thinking':
      return <LongText text={part.text} className="dim" />;
    case 'hidden-thinking':
      return <p className="dim">{strings.trace.hiddenThinking}</p>;
    case 'tool-call':
      return <LongText className="mono toolCall" text={`${part.name} ${part.input}`} limit={400} />;
    // What tools answer is code, lists and tables more often than prose.
    case 'tool-result':
      return (
        <div className={part.failed ? 'toolResult failed' : 'toolResult'}>
          {part.failed ? <p className="failure">{strings.trace.toolFailed}</p> : null}
          <Parts parts={part.parts} className="mono" />
        </div>
      );
    case 'image':
      return <Picture part={part} />;
    case 'file':
      return (
        <p className="dim">
          {strings.trace.file} {part.name}
        </p>
      );
    case 'other':
      return <LongText className="mono" text={part.json} limit={400} />;
  }
}

function Picture({ part }: { part: Extract<TurnPart, { kind: 'image' }> }): ReactNode {
  const { strings } = useDashboard();
  if (part.source !== undefined) return <img className="turnImage" src={part.source} alt={strings.trace.image} />;
  return (
    <p className="dim">
      {strings.trace.image} · {part.address ?? strings.trace.imageCut}
    </p>
  );
}

function Parts({ parts, className }: { parts: readonly TurnPart[]; className?: string }): ReactNode {
  return numbered(parts).map(({ key, item }) => (
    <Part key={key} part={item} {...(className === undefined ? {} : { className })} />
  ));
}

/** Thinking stands apart from what the model said. */
function TurnView({ turn }: { turn: Turn }): ReactNode {
  const { strings } = useDashboard();
  const isThought = ({ kind }: TurnPart): boolean => kind === 'thinking' || kind === 'hidden-thinking';
  const thoughts = turn.parts.filter(isThought);
  const rest = turn.parts.filter((part) => !isThought(part));
  const name = strings.trace.roles[turn.role];
  return (
    <>
      {thoughts.length === 0 ? null : (
        <li className="turn thinking">
          <h3>{strings.trace.thinking}</h3>
          <Parts parts={thoughts} />
        </li>
      )}
      {rest.length === 0 ? null : (
        <li className={`turn ${turn.role}`}>
          <h3>
            {name}
            {turn.position === undefined ? null : <span className="dim number"> {turn.position}</span>}
          </h3>
          <Parts parts={rest} />
        </li>
      )}
    </>
  );
}

/** Teaches why there is nothing to read, and how there will be. */
function NotKept({ storing }: { storing: boolean }): ReactNode {
  const { strings, transport } = useDashboard();
  const { trace } = strings;
  return (
    <Empty level="h3" title={trace.notKept}>
      <p className="dim">{storing ? trace.notKeptThis : trace.notKeptHint}</p>
      {storing ? null : (
        <>
          <CopyLine text={'general_settings:\n  store_prompts_in_spend_logs: true'} />
          {transport.runCommand === undefined ? null : (
            <p>
              <button type="button" className="link" onClick={() => transport.runCommand?.('torii.openConfig')}>
                {strings.gateway.openConfig}
              </button>
            </p>
          )}
        </>
      )}
    </Empty>
  );
}

function Turns({ content }: { content: TraceContentView }): ReactNode {
  const { strings } = useDashboard();
  const [all, setAll] = useState(false);
  const turns = toTurns(content.request, content.response);
  const hidden = all ? 0 : Math.max(0, turns.length - SHOWN);
  return (
    <>
      {isCut(content.request) || isCut(content.response) ? (
        <p className="dim cutNote">
          <Icon name="warning" className="warn" /> {strings.trace.cut}
        </p>
      ) : null}
      {hidden > 0 ? (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {strings.trace.earlier(hidden)}
        </button>
      ) : null}
      <ol className="turns">
        {numbered(turns)
          .slice(hidden)
          .map(({ key, item }) => (
            <TurnView key={key} turn={item} />
          ))}
      </ol>
    </>
  );
}

interface ConversationProps {
  readonly trace: TraceDetail;
  readonly content: TraceContentView | undefined;
  /** In the panel, instead of the conversation, while it is not there. */
  readonly pending: ReactNode;
}

/** What was said, as far as it is kept. */
export function ConversationPanel({ trace, content, pending }: ConversationProps): ReactNode {
  const { strings } = useDashboard();
  const count = content === undefined ? undefined : toTurns(content.request, undefined).length;
  return (
    <Panel
      title={strings.trace.conversation}
      note={count === undefined ? undefined : strings.trace.messages(count)}
      className="conversation"
    >
      {!trace.content.kept ? <NotKept storing={trace.content.storing} /> : null}
      {trace.content.kept && content === undefined ? pending : null}
      {content === undefined ? null : <Turns content={content} />}
    </Panel>
  );
}
