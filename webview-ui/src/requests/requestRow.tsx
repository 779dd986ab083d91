import { type MouseEvent, type ReactNode, useId } from 'react';
import type { RequestSummary } from '../../../src/protocol/api.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { Icon } from '../parts/icon.tsx';
import { COLUMNS, type Column } from './columns.ts';
import { OutcomeLabel } from './outcomeLabel.tsx';
import { RequestDetailView } from './requestDetail.tsx';
import { answeringModel, cacheShare, clientName, inputOf, outcomeOf } from './requestFacts.ts';

function ModelCell({ request }: { request: RequestSummary }): ReactNode {
  const { strings } = useDashboard();
  const answering = answeringModel(request);
  const kind = request.error?.kind;
  return (
    <span className="modelCell">
      <span className="ellipsis" title={request.modelGroup}>
        {request.modelGroup}
      </span>
      {answering === undefined ? null : (
        <span className="warn ellipsis" title={strings.requests.answeredBy(answering)}>
          <Icon name="arrow-right" />
          {answering}
        </span>
      )}
      {kind === undefined ? null : (
        <span className="dim ellipsis" title={request.error === null ? undefined : strings.said(request.error.message)}>
          {strings.requests.kinds[kind] ?? kind}
        </span>
      )}
    </span>
  );
}

function Tokens({ count }: { count: number | null }): ReactNode {
  const { strings, format } = useDashboard();
  if (count === null) return strings.none;
  return <span title={strings.tiles.exactTokens(count, format.integer(count))}>{format.compact(count)}</span>;
}

function Cost({ cost }: { cost: number | null }): ReactNode {
  const { strings, format } = useDashboard();
  return cost === null ? <span className="dim">{strings.unknown}</span> : format.money(cost);
}

type CellName = Exclude<Column['name'], 'time'>;

function Cell({ name, request }: { name: CellName; request: RequestSummary }): ReactNode {
  const { strings, format } = useDashboard();
  const cells: Readonly<Record<CellName, () => ReactNode>> = {
    status: () => <OutcomeLabel outcome={outcomeOf(request)} />,
    model: () => <ModelCell request={request} />,
    client: () =>
      request.client === null ? strings.none : <span title={request.client}>{clientName(request.client)}</span>,
    tokensIn: () => <Tokens count={inputOf(request)} />,
    tokensOut: () => <Tokens count={request.outputTokens} />,
    cache: () => {
      const share = cacheShare(request);
      return share === undefined ? strings.none : format.percent(share);
    },
    cost: () => <Cost cost={request.cost} />,
    duration: () => format.duration(request.durationMs),
    firstToken: () =>
      request.timeToFirstTokenMs === null ? strings.none : format.duration(request.timeToFirstTokenMs),
  };
  return cells[name]();
}

interface TimeCellProps {
  readonly request: RequestSummary;
  readonly open: boolean;
  readonly detailId: string;
  readonly onToggle: () => void;
}

function TimeCell({ request, open, detailId, onToggle }: TimeCellProps): ReactNode {
  const { strings, format, now } = useDashboard();
  const time = format.moment(request.startedAt, now());
  return (
    <button
      type="button"
      className="rowButton"
      aria-expanded={open}
      aria-controls={open ? detailId : undefined}
      aria-label={strings.requests.details(time, request.modelGroup)}
      onClick={onToggle}
    >
      <Icon name={open ? 'chevron-down' : 'chevron-right'} />
      <span className={`narrowOutcome ${outcomeOf(request)}`} aria-hidden="true" />
      <span className="fullTime">{time}</span>
      <span className="briefTime">{format.brief(request.startedAt, now())}</span>
    </button>
  );
}

interface RequestRowProps {
  readonly request: RequestSummary;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** A click anywhere in the line opens it, except on its button, which does so by itself, and while text is selected. */
function opensRow(event: MouseEvent<HTMLElement>): boolean {
  const onButton = event.target instanceof Element && event.target.closest('button') !== null;
  return !onButton && (window.getSelection()?.isCollapsed ?? true);
}

/** One request, and its details below it while it is open. */
export function RequestRow({ request, open, onToggle }: RequestRowProps): ReactNode {
  const detailId = useId();
  return (
    <>
      <tr className={open ? 'requestRow open' : 'requestRow'} onClick={(event) => opensRow(event) && onToggle()}>
        {COLUMNS.map(({ name, className }) => (
          <td key={name} className={className}>
            {name === 'time' ? (
              <TimeCell request={request} open={open} detailId={detailId} onToggle={onToggle} />
            ) : (
              <Cell name={name} request={request} />
            )}
          </td>
        ))}
      </tr>
      {open ? (
        <tr className="detailRow" id={detailId}>
          <td colSpan={COLUMNS.length}>
            <RequestDetailView callId={request.callId} error={request.error} />
          </td>
        </tr>
      ) : null}
    </>
  );
}
