import type { ReactNode } from 'react';
import { useLedger } from '../api/queries.ts';
import { useDashboard } from '../app/dashboard.tsx';

/** A gap that is worth a word: this share of the file, and at least this many bytes. */
const GAP_SHARE = 0.2;
const GAP_BYTES = 10_000_000;

/** How much room the ledger takes; in the editor, also a copy of it. Left out while it is not known. */
export function LedgerFoot(): ReactNode {
  const { strings, format, transport } = useDashboard();
  const { data } = useLedger();
  if (data === undefined) return null;
  const { file, bytes, freeBytes } = data;
  const { runCommand } = transport;
  return (
    <footer className="ledgerFoot">
      <span className="dim number" title={file}>
        {strings.ledger.size(format.bytes(bytes))}
      </span>
      {freeBytes >= GAP_BYTES && freeBytes >= bytes * GAP_SHARE ? (
        <span className="dim number" title={strings.ledger.unusedHint}>
          {strings.ledger.unused(format.bytes(freeBytes))}
        </span>
      ) : null}
      {runCommand === undefined ? null : (
        <button type="button" className="link" onClick={() => runCommand('torii.backUpLedger')}>
          {strings.ledger.backUp}
        </button>
      )}
    </footer>
  );
}
