import { type ReactNode, useState } from 'react';
import type { TraceContentView, TraceDetail } from '../../../../src/protocol/traces.ts';
import { useStatus } from '../../api/queries.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { RouteLink } from '../../app/navigation.tsx';
import { formatRoute } from '../../app/route.ts';
import { Icon } from '../../parts/icon.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { answeringModel, inputOf, outcomeOf } from '../../requests/requestFacts.ts';
import { taskTitle } from '../../requests/taskTitle.ts';
import { pathOfCall, toCurl } from './curl.ts';

function Crumbs({ trace }: { trace: TraceDetail }): ReactNode {
  const dashboard = useDashboard();
  const { strings, format } = dashboard;
  const { task } = trace;
  const list = <RouteLink to={formatRoute('traces')}>{strings.traces.title}</RouteLink>;
  if (task === null)
    return (
      <>
        {list} › {format.clock(trace.startedAt)}
      </>
    );
  return (
    <>
      {list} ›{' '}
      <RouteLink to={formatRoute('traces', ['task', task.id])}>
        {taskTitle({ ...task, client: trace.client }, dashboard)}
      </RouteLink>{' '}
      › {strings.trace.position(format.integer(task.position), format.integer(task.requests))}
    </>
  );
}

/** The requests before and after this one in its task. */
function Steps({ task }: Pick<TraceDetail, 'task'>): ReactNode {
  const { strings } = useDashboard();
  if (task === null) return null;
  const { previousCallId, nextCallId } = task;
  return (
    <>
      {previousCallId === null ? null : (
        <RouteLink to={formatRoute('traces', [previousCallId])} className="button quiet" title={strings.trace.previous}>
          <Icon name="chevron-left" />
          <span className="hidden">{strings.trace.previous}</span>
        </RouteLink>
      )}
      {nextCallId === null ? null : (
        <RouteLink to={formatRoute('traces', [nextCallId])} className="button quiet" title={strings.trace.next}>
          <Icon name="chevron-right" />
          <span className="hidden">{strings.trace.next}</span>
        </RouteLink>
      )}
    </>
  );
}

function Chips({ trace }: { trace: TraceDetail }): ReactNode {
  const { strings, format } = useDashboard();
  const input = inputOf(trace);
  const output = trace.outputTokens;
  const failed = outcomeOf(trace) === 'failed';
  return (
    <ul className="chips number">
      <li className={failed ? 'failure' : ''}>{trace.httpStatus}</li>
      <li>{trace.cost === null ? strings.trace.costUnknown : format.money(trace.cost)}</li>
      {input === null ? null : (
        <li title={strings.trace.inAndOut(format.integer(input), format.integer(output ?? 0))}>
          {strings.trace.inAndOut(format.compact(input), format.compact(output ?? 0))}
        </li>
      )}
      <li>{format.duration(trace.durationMs)}</li>
      {trace.timeToFirstTokenMs === null ? null : (
        <li>{strings.trace.firstToken(format.duration(trace.timeToFirstTokenMs))}</li>
      )}
    </ul>
  );
}

interface HeadProps {
  readonly trace: TraceDetail;
  readonly content: TraceContentView | undefined;
  /** More actions, before the others. */
  readonly actions: ReactNode;
}

function CopyCurl({ trace, content }: Omit<HeadProps, 'actions'>): ReactNode {
  const { strings } = useDashboard();
  const status = useStatus();
  const [copied, setCopied] = useState(false);
  const clipboard: Clipboard | undefined = globalThis.navigator?.clipboard;
  const path = pathOfCall(trace.callType);
  if (content === undefined || path === undefined || clipboard === undefined) return null;
  const copy = (): void => {
    const text = toCurl(status.data?.baseUrl ?? 'http://127.0.0.1:4000', path, content.request);
    void clipboard.writeText(text).then(() => setCopied(true));
  };
  return (
    <button type="button" className="button quiet" title={strings.trace.curlHint} onClick={copy}>
      <Icon name={copied ? 'check' : 'copy'} />
      <span aria-live="polite">{copied ? strings.empty.copied : strings.trace.copyCurl}</span>
    </button>
  );
}

function ExportTrace({ trace, content }: Omit<HeadProps, 'actions'>): ReactNode {
  const { strings, transport } = useDashboard();
  const save = (): void =>
    transport.saveFile(`torii-${trace.callId}.json`, JSON.stringify({ ...trace, content: content ?? null }, null, 2));
  return (
    <button type="button" className="button quiet" onClick={save}>
      <Icon name="export" />
      {strings.trace.export}
    </button>
  );
}

/** What request this is and how it went, in one line each, and what can be done with it. */
export function TraceHead({ trace, content, actions }: HeadProps): ReactNode {
  const { strings } = useDashboard();
  const answering = answeringModel(trace);
  return (
    <>
      <PageHead
        title={trace.modelGroup}
        crumbs={<Crumbs trace={trace} />}
        note={
          answering === undefined ? undefined : <span className="warn">{strings.requests.answeredBy(answering)}</span>
        }
      />
      <div className="pageBar traceBar">
        <Chips trace={trace} />
        <span className="traceActions">
          <Steps task={trace.task} />
          {actions}
          <CopyCurl trace={trace} content={content} />
          <ExportTrace trace={trace} content={content} />
        </span>
      </div>
    </>
  );
}
