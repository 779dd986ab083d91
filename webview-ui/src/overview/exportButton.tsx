import type { ReactNode } from 'react';
import { exportCsvPath, withQuery } from '../api/paths.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { useSaved } from '../app/saved.tsx';
import { Icon } from '../parts/icon.tsx';
import { daysInRange, spanOfDays } from '../time/ranges.ts';
import { relativeUrl } from '../transport/browserTransport.ts';

/** The requests of the chosen days as a file: a download in a browser, the editor's own dialog in the editor. */
export function ExportButton(): ReactNode {
  const { strings, transport, now, timeZone } = useDashboard();
  const { range } = useSaved().state;
  const { exportUsage } = transport;
  const from = (): number => spanOfDays(daysInRange(range), now(), timeZone).from;
  const look = { className: 'button quiet', title: strings.ledger.exportHint(strings.range.names[range]) };
  const label = (
    <>
      <Icon name="export" />
      {strings.ledger.exportCsv}
    </>
  );
  if (exportUsage === undefined) {
    return (
      <a {...look} href={relativeUrl(withQuery(exportCsvPath, { from: from() }))} download={true}>
        {label}
      </a>
    );
  }
  return (
    <button {...look} type="button" onClick={() => exportUsage(from())}>
      {label}
    </button>
  );
}
