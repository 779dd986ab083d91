import type { FailureReport, InsightRange, SpeedSeries, SpendInsights } from '../domain/insights.ts';
import type { Connection } from './connection.ts';
import { failureReport } from './failureReport.ts';
import { speedSeries } from './speedSeries.ts';
import { withStorageErrors } from './storageErrors.ts';

/** Speed and failures of the ledger in SQLite. Failures of the file are GatewayErrors that name it. */
export class SqliteSpendInsights implements SpendInsights {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  speed(range: InsightRange): Promise<SpeedSeries> {
    const { file, query } = this.#connection;
    return withStorageErrors(file, () => speedSeries(query, range));
  }

  failures(range: InsightRange, modelGroup: string | undefined): Promise<FailureReport> {
    const { file, query } = this.#connection;
    return withStorageErrors(file, () => failureReport(query, range, modelGroup));
  }
}
