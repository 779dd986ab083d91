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
    const { requestId, model, taskId } = filter;
    const conditions: Expression<SqlBool>[] = [...statusIs(eb, filter.status), ...columnsAre(eb, filter)];
    if (requestId !== undefined)
      conditions.push(eb.or([eb('call_id', '=', requestId), eb('request_id', '=', requestId)]));
    if (taskId !== undefined) conditions.push(eb('task_id', '=', taskId));
    if (filter.from !== undefined) conditions.push(eb('started_at', '>=', filter.from));
    if (filter.to !== undefined) conditions.push(eb('started_at', '<', filter.to));
    if (filter.minCost !== undefined) conditions.push(eb('cost', '>=', filter.minCost));
    if (filter.maxCost !== undefined) conditions.push(eb('cost', '<=', filter.maxCost));
    if (model !== undefined) conditions.push(eb.or([eb('model_group', '=', model), eb('model', '=', model)]));
    return eb.and([...conditions, ...errorIs(eb, filter)]);
  };
}

/**
 * That a row is of the model groups in which a model has ever been asked for or answered: says nothing new beside the
 * model itself, and lets SQLite begin with an index by model group. For lists that it would otherwise read whole.
 */
export function inGroupsOf(model: string): Expression<SqlBool> {
  return sql<SqlBool>`model_group in (
    select model_group from spend_quarters where model_group = ${model} or model = ${model})`;
}

const PLAIN_COLUMNS = {
  token: 'token',
  userId: 'user_id',
  teamId: 'team_id',
  keyAlias: 'key_alias',
  endUser: 'end_user',
  modelId: 'model_id',
  sessionId: 'session_id',
} as const;

function columnsAre(eb: LogsBuilder, filter: SpendFilter): Expression<SqlBool>[] {
  return Object.entries(PLAIN_COLUMNS).flatMap(([name, column]) => {
    const value = filter[name as keyof typeof PLAIN_COLUMNS];
    return value === undefined ? [] : [eb(column, '=', value)];
  });
}

function errorIs(eb: LogsBuilder, { errorCode, errorText }: SpendFilter): Expression<SqlBool>[] {
  const conditions: Expression<SqlBool>[] = [];
  if (errorCode !== undefined || errorText !== undefined) conditions.push(...statusIs(eb, 'failure'));
  if (errorCode !== undefined) {
    const status = Number(errorCode);
    conditions.push(eb.or([eb('error_code', '=', errorCode), ...(status > 0 ? [eb('http_status', '=', status)] : [])]));
  }
  if (errorText !== undefined) {
    conditions.push(
      eb(eb.fn<number>('instr', [eb.fn('lower', ['error_message']), eb.val(errorText.toLowerCase())]), '>', 0),
    );
  }
  return conditions;
}

/** The status stands in the statement itself: with a bound value SQLite could not use the index of failures. */
function statusIs(eb: LogsBuilder, status: SpendFilter['status']): Expression<SqlBool>[] {
  return status === undefined ? [] : [eb('status', '=', sql.lit(status))];
}

/** What slots can answer: they do not know keys, users, sessions, errors and the like. */
export type QuarterFilter = Pick<SpendFilter, 'model'>;

/** The part of a filter that slots can answer; undefined where it asks for more than that. */
export function toQuarterFilter(filter: SpendFilter): QuarterFilter | undefined {
  const { model, from: _from, to: _to, ...rest } = filter;
  return Object.values(rest).some((value) => value !== undefined) ? undefined : { model };
}

/** Slots that match the filter in a range that is cut at slot boundaries. */
export function quartersMatching(
  filter: QuarterFilter,
  range: TimeRange,
): (builder: QuartersBuilder) => Expression<SqlBool> {
  return (eb) => {
    const { model } = filter;
    const conditions: Expression<SqlBool>[] = [];
    if (range.from !== undefined) conditions.push(eb('slot', '>=', range.from));
    if (range.to !== undefined) conditions.push(eb('slot', '<', range.to));
    if (model !== undefined) conditions.push(eb.or([eb('model_group', '=', model), eb('model', '=', model)]));
    return eb.and(conditions);
  };
}
