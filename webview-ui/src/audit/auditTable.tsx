import { type ReactNode, useId, useState } from 'react';
import type { AuditEntryView } from '../../../src/protocol/audit.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { Icon } from '../parts/icon.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { AuditValues } from './auditValues.tsx';

const COLUMNS = ['time', 'actor', 'action', 'object', 'from'] as const;
/** Columns that narrow panels leave out. */
const NARROW: Partial<Record<(typeof COLUMNS)[number], string>> = {
  from: 'auditFrom',
  actor: 'auditWho',
  action: 'auditDid',
};
const SKELETON_ROWS = ['a', 'b', 'c', 'd'] as const;
/** Hashes are told apart by their beginning. */
const SHOWN = 12;

function shorten(id: string): string {
  return /^[0-9a-f]{32,}$/.test(id) ? `${id.slice(0, SHOWN)}…` : id;
}

function SkeletonRow(): ReactNode {
  return (
    <tr>
      {COLUMNS.map((column) => (
        <td key={column} className={NARROW[column]}>
          <Skeleton width={column === 'object' ? 12 : 5} />
        </td>
      ))}
    </tr>
  );
}

interface RowProps {
  readonly entry: AuditEntryView;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** What somebody did, and to what; the name of a key comes from the values. */
function Row({ entry, open, onToggle }: RowProps): ReactNode {
  const { strings, format, now } = useDashboard();
  const detailId = useId();
  const alias = entry.after?.['key_alias'] ?? entry.before?.['key_alias'] ?? entry.after?.['model_name'];
  const name = typeof alias === 'string' ? alias : shorten(entry.objectId);
  const kind = strings.audit.kinds[entry.objectKind] ?? entry.objectKind;
  const action = strings.audit.actions[entry.action] ?? entry.action;
  const time = format.moment(entry.at, now());
  const who = entry.onBehalfOf ?? strings.audit.actors[entry.actor] ?? entry.actor;
  const refused = entry.action === 'login-refused';
  return (
    <>
      <tr className={open ? 'requestRow open' : 'requestRow'}>
        <td>
          <button
            type="button"
            className="rowButton"
            aria-expanded={open}
            aria-controls={open ? detailId : undefined}
            aria-label={strings.audit.details(time, `${kind} ${name}`)}
            onClick={onToggle}
          >
            <Icon name={open ? 'chevron-down' : 'chevron-right'} />
            <span className="fullTime">{time}</span>
            <span className="briefTime">{format.brief(entry.at, now())}</span>
          </button>
        </td>
        <td className="ellipsis auditWho" title={who}>
          {who}
        </td>
        <td className={refused ? 'auditDid warn' : 'auditDid'}>{action}</td>
        <td className="ellipsis" title={entry.objectId}>
          <span className="dim">{kind}</span> {name}
          <span className={refused ? 'auditDidBelow warn' : 'auditDidBelow'}>{action}</span>
        </td>
        <td className="dim auditFrom">{entry.ipAddress ?? strings.none}</td>
      </tr>
      {open ? (
        <tr className="detailRow" id={detailId}>
          <td colSpan={COLUMNS.length}>
            <AuditValues entry={entry} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** One line for each change; undefined while loading. */
export function AuditTable({ entries }: { entries: readonly AuditEntryView[] | undefined }): ReactNode {
  const { strings } = useDashboard();
  const [open, setOpen] = useState<string>();
  return (
    <table className="requests audit" aria-busy={entries === undefined}>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" className={NARROW[column]}>
              {strings.audit[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries === undefined
          ? SKELETON_ROWS.map((name) => <SkeletonRow key={name} />)
          : entries.map((entry) => (
              <Row
                key={entry.id}
                entry={entry}
                open={open === entry.id}
                onToggle={() => setOpen(open === entry.id ? undefined : entry.id)}
              />
            ))}
      </tbody>
    </table>
  );
}
