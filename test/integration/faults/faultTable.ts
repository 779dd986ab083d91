import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of the table: what was done to a request, and what became of it. */
export interface FaultRow {
  readonly fault: string;
  readonly provider: string;
  /** Whole or streamed, and the dialects in which that was tried. */
  readonly mode: string;
  readonly outcome: string;
  /** What the ledger holds of it. */
  readonly row: string;
  readonly socketsLeft: number;
  readonly reservationsLeft: number;
}

const PAGE = join(import.meta.dirname, '../../../docs/faults.md');

const HEAD = `# Faults

What Torii makes of each fault, as \`test/integration/faults.long.test.ts\` brings it about with simulators of both providers. The test writes this page (\`TORII_UPDATE_FAULTS=1 vitest run test/integration/faults.long.test.ts\`) and fails where it is out of date.

- **Outcome**: \`503 api_connection_error\` is a status with an error of that type in the client's dialect; "in the stream" an error event after the answer began, without any sign of a regular end; "or" where the network decides whether the first words arrive before the failure. "Fallback" is the same fault on a model with a fallback: before any content the other model answers, after it the error stays.
- **Row**: the one row of the request in the ledger.
- **Sockets** and **reservations** are what is left when all is over: upstream sockets when the gateway has stopped, reserved budgets and running calls when the answer has ended.

`;

const COLUMNS = ['fault', 'provider', 'mode', 'outcome', 'row', 'sockets left', 'reservations left'];

export class FaultTable {
  readonly #sections = new Map<string, FaultRow[]>();

  add(section: string, row: FaultRow): void {
    this.#sections.set(section, [...(this.#sections.get(section) ?? []), row]);
  }

  toMarkdown(): string {
    return [...this.#sections].map(([title, rows]) => `## ${title}\n\n${toTable(rows)}`).join('\n\n');
  }

  /** Writes the page where that is asked for. Gives the page as it is and as it should be. */
  comparePage(): { readonly written: string; readonly wanted: string } {
    const wanted = `${HEAD}${this.toMarkdown()}\n`;
    if (process.env['TORII_UPDATE_FAULTS'] !== undefined) writeFileSync(PAGE, wanted);
    return { written: existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '', wanted };
  }
}

function toTable(rows: readonly FaultRow[]): string {
  const lines = rows.map(({ fault, provider, mode, outcome, row, socketsLeft, reservationsLeft }) => {
    const cells = [fault, provider, mode, outcome, row, socketsLeft, reservationsLeft];
    return `| ${cells.join(' | ')} |`;
  });
  return [`| ${COLUMNS.join(' | ')} |`, `|${' --- |'.repeat(COLUMNS.length)}`, ...lines].join('\n');
}
