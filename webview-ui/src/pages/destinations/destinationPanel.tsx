import type { ReactNode } from 'react';
import type { DestinationTestView, DestinationView } from '../../../../src/protocol/destinations.ts';
import { expectFields } from '../../api/answers.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { ActButton } from '../../parts/actButton.tsx';
import { type Action, ActionNote, type Outcome, useAction } from '../../parts/action.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ApiError } from '../../transport/apiError.ts';
import { destinationsPath } from './destinationQueries.ts';

type State = DestinationView['state'];

const STATES: Readonly<Record<State, { readonly icon: IconName; readonly className: string }>> = {
  ok: { icon: 'check', className: 'success' },
  failing: { icon: 'error', className: 'failure' },
  paused: { icon: 'debug-pause', className: 'warn' },
  idle: { icon: 'history', className: 'dim' },
};

type Step = 'test' | 'pause' | 'resume' | 'flush';

/** What can be done with a destination; each says what came of it. */
function useSteps({ id }: DestinationView, name: string, action: Action): (step: Step) => void {
  const { transport, strings } = useDashboard();
  const { destinations } = strings;
  const post = (step: Step): Promise<unknown> =>
    transport.send('POST', `${destinationsPath}/${encodeURIComponent(id)}/${step}`);
  const work: Readonly<Record<Step, () => Promise<Outcome>>> = {
    test: async () => {
      const { ok, detail } = expectFields<DestinationTestView>(await post('test'), ['ok', 'detail']);
      if (!ok) throw new ApiError(502, destinations.testFailed(strings.said(detail)));
      return { text: destinations.tested(name, strings.said(detail)) };
    },
    pause: async () => {
      await post('pause');
      return { text: destinations.paused(name), undo: () => post('resume') };
    },
    resume: async () => {
      await post('resume');
      return { text: destinations.resumed(name), undo: () => post('pause') };
    },
    flush: async () => {
      await post('flush');
      return { text: destinations.flushed(name) };
    },
  };
  return (step) => void action.run(work[step]);
}

function useFacts(destination: DestinationView): readonly Fact[] {
  const { strings, format, now } = useDashboard();
  const { destinations, unknown } = strings;
  const { queued, sent, dropped, last_sent_at: lastSent, transport, version, content } = destination;
  return [
    { label: destinations.queued, value: <span className="number">{format.integer(queued)}</span> },
    { label: destinations.sent, value: <span className="number">{format.integer(sent)}</span> },
    {
      label: destinations.dropped,
      value: <span className={dropped > 0 ? 'number warn' : 'number'}>{format.integer(dropped)}</span>,
      note: dropped > 0 ? destinations.droppedHint : undefined,
    },
    { label: destinations.lastSent, value: lastSent === null ? destinations.never : format.moment(lastSent, now()) },
    { label: destinations.content, value: content ? destinations.withContent : destinations.withoutContent },
    {
      label: destinations.transport,
      value: transport === null ? unknown : (destinations.transports[transport] ?? transport),
    },
    { label: destinations.version, value: version ?? unknown },
  ];
}

/** Where traces go, how it goes, and what can be done about it. */
export function DestinationPanel({ destination }: { destination: DestinationView }): ReactNode {
  const { strings, format, now } = useDashboard();
  const { destinations } = strings;
  const action = useAction();
  const { kind, state, address, last_error: lastError } = destination;
  const name = destinations.kinds[kind];
  const act = useSteps(destination, name, action);
  const { icon, className } = STATES[state];
  const button = (step: Step, label: string): ReactNode => (
    <ActButton busy={action.busy} onClick={() => act(step)}>
      {label}
    </ActButton>
  );
  return (
    <Panel
      title={name}
      note={<span className="ellipsis">{address}</span>}
      total={
        <span className={state === 'ok' ? '' : className}>
          <Icon name={icon} className={className} /> {destinations.states[state]}
        </span>
      }
      className="destination"
    >
      <ActionNote action={action} />
      {lastError === null ? null : (
        <div className="lastError">
          <span className="dim">{destinations.lastError(format.moment(lastError.at, now()))}</span>
          <p className="failure">{strings.said(lastError.message)}</p>
        </div>
      )}
      <Facts facts={useFacts(destination)} />
      <div className="actions">
        {button('test', destinations.test)}
        {state === 'paused' ? button('resume', destinations.resume) : button('pause', destinations.pause)}
        {button('flush', destinations.flush)}
      </div>
    </Panel>
  );
}
