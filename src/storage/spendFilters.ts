import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';
import type { SpendFilter } from '../domain/ports.ts';
import type { LedgerDatabase } from './databaseTypes.ts';
import type { TimeRange } from './quarters.ts';

type LogsBuilder = ExpressionBuilder<LedgerDatabase, 'spend_logs'>;
type QuartersBuilder = ExpressionBuilder<LedgerDatabase, 'spend_quarters'>;

/** Rows that match every field of the filter. `model` names a model group, or the provider's model. */
export function logsMatching(filter: SpendFilter): (builder: LogsBuilder) => Expression<SqlBool> {
  return (eb) => {
    const { token, userId, requestId, model, taskId } = filter;
    const conditions: Expression<SqlBool>[] = [...statusIs(eb, filter.status)];
    if (token !== undefined) conditions.push(eb('token', '=', token));
    if (userId !== undefined) conditions.push(eb('user_id', '=', userId));
    if (requestId !== undefined)
      conditions.push(eb.or([eb('call_id', '=', requestId), eb('request_id', '=', requestId)]));
    if (taskId !== undefined) conditions.push(eb('task_id', '=', taskId));
    if (filter.from !== undefined) conditions.push(eb('started_at', '>=', filter.from));
    if (filter.to !== undefined) conditions.push(eb('started_at', '<', filter.to));
    if (model !== undefined) conditions.push(eb.or([eb('model_group', '=', model), eb('model', '=', model)]));
    return eb.and(conditions);
  };
}

/** The status stands in the statement itself: with a bound value SQLite could not use the index of failures. */
function statusIs(eb: LogsBuilder, status: SpendFilter['status']): Expression<SqlBool>[] {
  return status === undefined ? [] : [eb('status', '=', sql.lit(status))];
}

/** What slots can answer: they do not know users, request ids, statuses and tasks. */
export type QuarterFilter = Pick<SpendFilter, 'token' | 'model'>;

/** The part of a filter that slots can answer; undefined where it asks for more than that. */
export function toQuarterFilter(filter: SpendFilter): QuarterFilter | undefined {
  const { userId, requestId, status, taskId } = filter;
  if ([userId, requestId, status, taskId].some((value) => value !== undefined)) return undefined;
  return { token: filter.token, model: filter.model };
}

/** Slots that match the filter in a range that is cut at slot boundaries. */
export function quartersMatching(
  filter: QuarterFilter,
  range: TimeRange,
): (builder: QuartersBuilder) => Expression<SqlBool> {
  return (eb) => {
    const { token, model } = filter;
    const conditions: Expression<SqlBool>[] = [];
    if (token !== undefined) conditions.push(eb('token', '=', token));
    if (range.from !== undefined) conditions.push(eb('slot', '>=', range.from));
    if (range.to !== undefined) conditions.push(eb('slot', '<', range.to));
    if (model !== undefined) conditions.push(eb.or([eb('model_group', '=', model), eb('model', '=', model)]));
    return eb.and(conditions);
  };
}
