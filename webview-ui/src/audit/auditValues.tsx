import type { ReactNode } from 'react';
import type { AuditEntryView } from '../../../src/protocol/audit.ts';
import { useDashboard } from '../app/dashboard.tsx';

/** Values as a person reads them: texts without quotes, the rest as JSON. */
function show(value: unknown, none: string): string {
  if (value === null || value === undefined) return none;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Fields that say nothing: those of a new object that were not set. */
function isSaid(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** What a change was: where it came from, and its values before and after. */
export function AuditValues({ entry }: { entry: AuditEntryView }): ReactNode {
  const { strings } = useDashboard();
  const names = [...new Set([...Object.keys(entry.before ?? {}), ...Object.keys(entry.after ?? {})])].filter(
    (name) => isSaid(entry.before?.[name]) || isSaid(entry.after?.[name]),
  );
  return (
    <div className="auditValues">
      <p className="dim">
        {[entry.route, entry.onBehalfOf === null ? null : strings.audit.onBehalf(entry.actor)]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
      {names.length === 0 ? null : (
        <table>
          <thead>
            <tr>
              <th scope="col">{strings.audit.field}</th>
              <th scope="col">{strings.audit.before}</th>
              <th scope="col">{strings.audit.after}</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{show(entry.before?.[name], strings.none)}</td>
                <td>{show(entry.after?.[name], strings.none)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
