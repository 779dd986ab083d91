import type { ReactNode } from 'react';
import { exportCsvPath, withQuery } from '../api/paths.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { useSaved } from '../app/saved.tsx';
import { Icon } from '../parts/icon.tsx';
import { spanOf } from '../time/period.ts';
import { periodName } from '../time/periodName.ts';
import { relativeUrl } from '../transport/browserTransport.ts';

/** The requests of the chosen days as a file: a download in a browser, the editor's own dialog in the editor. */
export function ExportButton(): ReactNode {
  const { strings, format, transport, now, timeZone } = useDashboard();
  const { range } = useSaved().state;
  const { exportUsage } = transport;
  const span = (): { from: number; to: number } => spanOf(range, now(), timeZone);
  const look = { className: 'button quiet', title: strings.ledger.exportHint(periodName(range, strings, format)) };
  const label = (
    <>
      <Icon name="export" />
      {strings.ledger.exportCsv}
    </>
  );
  if (exportUsage === undefined) {
    return (
      <a {...look} href={relativeUrl(withQuery(exportCsvPath, { from: span().from, to: span().to }))} download={true}>
        {label}
      </a>
    );
  }
  return (
    <button {...look} type="button" onClick={() => exportUsage(span().from)}>
      {label}
    </button>
  );
}
