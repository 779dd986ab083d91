import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';
import type { ModelPrice } from '../domain/pricing.ts';
import { type Bill, type RepriceFilter, type RepriceLine, repriced, type SpendRepricer } from '../domain/repricing.ts';
import type { SpendRecord } from '../domain/spend.ts';
import { nextTurn } from '../domain/turns.ts';
import { prepareCorrectSpend } from './budgets/budgetCorrection.ts';
import type { SqliteBudgetStore } from './budgets/sqliteBudgetStore.ts';
import type { Connection } from './connection.ts';
import type { LedgerDatabase, SpendLogsTable } from './databaseTypes.ts';
import { prepareRollups, type RollupEntry } from './rollups.ts';
import { fromSpendRow, toBillColumns } from './spendRow.ts';
import { withStorageErrors } from './storageErrors.ts';
import { differenceOfSums, toSums } from './sums.ts';
import { whenFree } from './whenFree.ts';

/** Rows that are priced in one step: a few ms. */
const STEP_ROWS = 200;
/** Rows that one step looks through for them: about as long. */
const STEP_LOOKS = 4000;

type NumberedRow = SpendLogsTable & { readonly row_number: number };
type PriceOf = (record: SpendRecord) => ModelPrice | undefined;

/** Prices the rows of the ledger anew. */
export class SqliteRepricer implements SpendRepricer {
  readonly #connection: Connection;
  readonly #addToRollups: (entries: readonly RollupEntry[]) => void;
  readonly #correctSpend: (record: SpendRecord, change: number) => void;
  readonly #logMoved: () => Promise<void>;

  /** `logMoved` resolves when the log has room for a step. */
  constructor(connection: Connection, budgets: Pick<SqliteBudgetStore, 'currentToken'>, logMoved: () => Promise<void>) {
    this.#connection = connection;
    this.#logMoved = logMoved;
    this.#addToRollups = prepareRollups(connection);
    this.#correctSpend = prepareCorrectSpend(connection, (token) => budgets.currentToken(token));
  }

  reprice(filter: RepriceFilter, priceOf: PriceOf, apply: boolean): Promise<readonly RepriceLine[]> {
    return withStorageErrors(this.#connection.file, async () => {
      const lines = new Map<string, RepriceLine>();
      let after: number | undefined = 0;
      while (after !== undefined && this.#connection.sqlite.open) {
        const from: number = after;
        after = await whenFree(this.#connection, () => this.#step(filter, priceOf, apply, from, lines));
        await nextTurn();
        await this.#logMoved();
      }
      return [...lines.values()].sort((one, other) => gapOf(other) - gapOf(one));
    });
  }

  /** One transaction, so that nobody sees a row without its sums. Gives back where the next step begins. */
  #step(
    filter: RepriceFilter,
    priceOf: PriceOf,
    apply: boolean,
    after: number,
    lines: Map<string, RepriceLine>,
  ): number | undefined {
    this.#connection.reading.pass();
    const work = this.#connection.sqlite.transaction(() => {
      const rows = this.#rowsAfter(filter, after);
      const last = rows.length < STEP_ROWS ? after + STEP_LOOKS : (rows.at(-1)?.row_number ?? after);
      for (const row of rows) {
        const record = fromSpendRow(row);
        const bill = repriced(record, priceOf(record));
        count(lines, record, bill);
        if (apply && bill !== undefined) this.#correct(row, record, bill);
      }
      return last < this.#lastRow() ? last : undefined;
    });
    return apply ? work.immediate() : work.deferred();
  }

  #rowsAfter(filter: RepriceFilter, after: number): readonly NumberedRow[] {
    const query = this.#connection.query
      .selectFrom('spend_logs')
      .selectAll()
      .select(sql<number>`rowid`.as('row_number'))
      .where(sql<SqlBool>`rowid > ${after} and rowid <= ${after + STEP_LOOKS}`)
      .where(matching(filter))
      .orderBy(sql`rowid`)
      .limit(STEP_ROWS)
      .compile();
    return this.#connection.sqlite.prepare<unknown[], NumberedRow>(query.sql).all([...query.parameters]);
  }

  /** SQLite finds it without reading the rows. */
  #lastRow(): number {
    const query = this.#connection.query
      .selectFrom('spend_logs')
      .select(sql<number>`coalesce(max(rowid), 0)`.as('last'));
    const { sql: text } = query.compile();
    return this.#connection.sqlite.prepare<[], { last: number }>(text).get()?.last ?? 0;
  }

  #correct(row: SpendLogsTable, record: SpendRecord, bill: Bill): void {
    const columns = toBillColumns(bill);
    const update = this.#connection.query
      .updateTable('spend_logs')
      .set(columns)
      .where('call_id', '=', row.call_id)
      .compile();
    this.#connection.sqlite.prepare(update.sql).run([...update.parameters]);
    this.#addToRollups([{ row, sums: differenceOfSums(toSums(row), toSums({ ...row, ...columns })) }]);
    this.#correctSpend(record, (bill.cost ?? 0) - (record.cost ?? 0));
  }
}

function matching(filter: RepriceFilter) {
  return (eb: ExpressionBuilder<LedgerDatabase, 'spend_logs'>): Expression<SqlBool> => {
    const conditions: Expression<SqlBool>[] = [eb('input_tokens', 'is not', null)];
    if (filter.from !== undefined) conditions.push(eb('started_at', '>=', filter.from));
    if (filter.to !== undefined) conditions.push(eb('started_at', '<', filter.to));
    if (filter.modelGroup !== undefined) conditions.push(eb('model_group', '=', filter.modelGroup));
    if (filter.model !== undefined) conditions.push(eb('model', '=', filter.model));
    if (filter.provider !== undefined) conditions.push(eb('provider', '=', filter.provider));
    if (filter.onlyUnknown) conditions.push(eb('cost', 'is', null));
    return eb.and(conditions);
  };
}

function count(lines: Map<string, RepriceLine>, record: SpendRecord, bill: Bill | undefined): void {
  const { modelGroup, model = '', provider = '' } = record;
  const name = JSON.stringify([modelGroup, model, provider]);
  const line = lines.get(name) ?? { ...NOTHING, modelGroup, model, provider };
  const cost = bill?.cost ?? record.cost;
  lines.set(name, {
    ...line,
    rows: line.rows + 1,
    changed: line.changed + (bill === undefined ? 0 : 1),
    unknownBefore: line.unknownBefore + (record.cost === undefined ? 1 : 0),
    unknownAfter: line.unknownAfter + (cost === undefined ? 1 : 0),
    before: line.before + (record.cost ?? 0),
    after: line.after + (cost ?? 0),
  });
}

const NOTHING = { rows: 0, changed: 0, unknownBefore: 0, unknownAfter: 0, before: 0, after: 0 };

function gapOf({ before, after }: RepriceLine): number {
  return Math.abs(after - before);
}
