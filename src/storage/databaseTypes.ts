import type { Generated } from 'kysely';
import type { AuditAction, AuditObjectKind } from '../domain/audit.ts';
import type { EntityKind } from '../domain/entities.ts';
import type { ScoreTarget, ScoreType } from '../domain/score.ts';

/**
 * The ledger's tables as Kysely sees them. Money is nano-USD, times are whole epoch milliseconds, flags are 0 or 1,
 * `_json` columns hold JSON text. NULL stands for "not known" or "does not apply".
 */
export interface LedgerDatabase {
  readonly agent_activity: AgentActivityTable;
  readonly migrations: MigrationsTable;
  readonly virtual_keys: VirtualKeysTable;
  readonly budget_limits: BudgetLimitsTable;
  readonly budget_revision: BudgetRevisionTable;
  readonly budget_accounts: BudgetAccountsTable;
  readonly budget_reservations: BudgetReservationsTable;
  readonly spend_logs: SpendLogsTable;
  readonly spend_quarters: SpendQuartersTable;
  readonly running_calls: RunningCallsTable;
  readonly tasks: TasksTable;
  readonly task_threads: TaskThreadsTable;
  readonly spend_days: SpendDaysTable;
  readonly spend_tag_days: SpendTagDaysTable;
  readonly spend_key_days: SpendKeyDaysTable;
  readonly spend_tag_key_days: SpendTagKeyDaysTable;
  readonly backfills: BackfillsTable;
  readonly request_bodies: RequestBodiesTable;
  readonly thinking_entries: ThinkingEntriesTable;
  readonly thinking_keys: ThinkingKeysTable;
  readonly deleted_keys: DeletedKeysTable;
  readonly rotated_keys: RotatedKeysTable;
  readonly entities: EntitiesTable;
  readonly members: MembersTable;
  readonly entity_version: EntityVersionTable;
  readonly stored_models: StoredModelsTable;
  readonly audit_log: AuditLogTable;
  readonly scores: ScoresTable;
  readonly settled_calls: SettledCallsTable;
}

type Flag = 0 | 1;

/** Judgements on calls and tasks; one of the two values is set. */
export interface ScoresTable {
  id: string;
  target_kind: ScoreTarget['kind'];
  target_id: string;
  name: string;
  data_type: ScoreType;
  number_value: number | null;
  text_value: string | null;
  comment: string | null;
  author: string;
  created_at: number;
}

interface MigrationsTable {
  name: string;
  applied_at: number;
}

export interface VirtualKeysTable {
  token: string;
  key_name: string;
  key_alias: string | null;
  models_json: string;
  aliases_json: string;
  user_id: string | null;
  team_id: string | null;
  spend: number;
  max_budget: number | null;
  expires_at: number | null;
  blocked: Flag;
  metadata_json: string;
  /** LiteLLM's other fields of a key. */
  fields_json: string;
  created_at: number;
  created_by: string | null;
  updated_at: number;
  updated_by: string | null;
}

/** What deleted keys were. */
export interface DeletedKeysTable extends VirtualKeysTable {
  deleted_at: number;
  deleted_by: string | null;
}

/** Tokens that were replaced, and the key that has taken their place. They let nobody in after `valid_until`. */
export interface RotatedKeysTable {
  token: string;
  current_token: string;
  valid_until: number;
}

export interface EntitiesTable {
  kind: EntityKind;
  id: string;
  fields_json: string;
  created_at: number;
  created_by: string | null;
  updated_at: number;
  updated_by: string | null;
}

export interface MembersTable {
  team_id: string;
  user_id: string;
  role: 'admin' | 'user';
  fields_json: string;
  created_at: number;
}

/** Models that were added through the API: the encrypted entry, as `model_list` has it. */
export interface StoredModelsTable {
  id: string;
  sealed: Uint8Array;
  created_at: number;
  created_by: string | null;
  updated_at: number;
  updated_by: string | null;
}

export interface AuditLogTable {
  id: string;
  at: number;
  action: AuditAction;
  object_kind: AuditObjectKind;
  object_id: string;
  actor: string;
  actor_token: string | null;
  on_behalf_of: string | null;
  ip_address: string | null;
  route: string | null;
  before_json: string | null;
  after_json: string | null;
}

/** One row, counted up by every change of keys and entities, so that other processes notice it. */
export interface EntityVersionTable {
  id: 1;
  version: number;
}

/** What is limited for a scope (`scopeKey`). */
export interface BudgetLimitsTable {
  scope: string;
  limits_json: string;
}

/** One row, counted up whenever `budget_limits` changes, so that other processes notice. */
export interface BudgetRevisionTable {
  revision: number;
}

/** A counter of a scope's spend. `model` and `duration` are '' for all models and for ever. */
export interface BudgetAccountsTable {
  id: Generated<number>;
  scope: string;
  model: string;
  duration: string;
  max_budget: number | null;
  soft_budget: number | null;
  /** Allowed beyond the cap until the counter resets. */
  raised: number;
  /** Allowed beyond the cap until `extra_until`. */
  extra: number;
  extra_until: number;
  spend: number;
  /** When the counter starts again from 0; it does so with the first call after that. */
  resets_at: number | null;
}

/** Money that running calls may still spend, once for every capped counter. `owner_pid` is the process that runs the call. */
export interface BudgetReservationsTable {
  call_id: string;
  account: number;
  amount: number;
  created_at: number;
  owner_pid: number;
}

/** A call that runs, and the row that it gets if its owner dies. `owner` is the id of an opening of the ledger. */
export interface RunningCallsTable {
  call_id: string;
  owner: string;
  record_json: string;
}

export interface SpendLogsTable {
  call_id: string;
  request_id: string;
  call_type: string;
  token: string;
  key_alias: string | null;
  user_id: string | null;
  team_id: string | null;
  end_user: string | null;
  model_group: string;
  model_id: string | null;
  model: string | null;
  provider: string | null;
  region: string | null;
  api_base: string | null;
  status: 'success' | 'failure';
  http_status: number;
  error_kind: string | null;
  error_code: string | null;
  error_message: string | null;
  stream: Flag;
  started_at: number;
  first_token_at: number | null;
  ended_at: number;
  input_tokens: number | null;
  output_tokens: number | null;
  cache_read_tokens: number | null;
  cache_write_5m_tokens: number | null;
  cache_write_1h_tokens: number | null;
  reasoning_tokens: number | null;
  raw_usage_json: string | null;
  service_tier: string | null;
  price_json: string | null;
  cost: number | null;
  input_cost: number | null;
  output_cost: number | null;
  cache_read_cost: number | null;
  cache_write_5m_cost: number | null;
  cache_write_1h_cost: number | null;
  cache_savings: number | null;
  /** A fallback group gave the answer. */
  fallback: Flag;
  attempts_json: string;
  session_id: string | null;
  task_id: string | null;
  client: string | null;
  tags_json: string;
  ip_address: string | null;
  metadata_json: string;
}

/** A row that is still to be entered into `spend_logs`, and what its cost counts for beside its columns. */
export interface SettledCallsTable extends SpendLogsTable {
  id: Generated<number>;
  /** Group whose deployment answered, or was tried last. */
  answering_group: string | null;
  /** Call id of the reservation that has room for the call, the counters that it is of, and how much of each the call held. */
  reservation: string | null;
  accounts_json: string | null;
  held: number | null;
}

/** What is added up, in `spend_quarters`, in `spend_days` and in sums over `spend_logs` alike. */
export interface SpendSums {
  requests: number;
  failures: number;
  fallbacks: number;
  unknown_cost_requests: number;
  cost: number;
  cache_savings: number;
  input_tokens: number;
  output_tokens: number;
  cache_read_tokens: number;
  cache_write_tokens: number;
}

/**
 * Sums per quarter of an hour. UTC offsets are multiples of 15 minutes, so the days of every time zone are made
 * of whole slots. `model` and `provider` are '' where they are not known, because they are part of the key.
 */
export interface SpendQuartersTable extends SpendSums {
  /** Start of the slot. */
  slot: number;
  model_group: string;
  model: string;
  provider: string;
}

/** Sums per day in UTC, as LiteLLM's reports have it. Text columns are '' where a row has no value. */
export interface SpendKeyDaysTable extends SpendSums {
  /** Start of the day. */
  day: number;
  token: string;
  user_id: string;
  team_id: string;
  call_type: string;
  model_group: string;
  model: string;
  provider: string;
}

/** The same for each tag; a request counts under every tag that it has. */
export interface SpendTagKeyDaysTable extends SpendKeyDaysTable {
  tag: string;
}

/**
 * Sums of requests that name a customer. Triggers add what is written here to the tables without customers, too. Rows
 * of an older version may have '' for none.
 */
export interface SpendDaysTable extends SpendKeyDaysTable {
  end_user: string;
}

export interface SpendTagDaysTable extends SpendDaysTable {
  tag: string;
}

/** What was asked and answered, gzipped JSON; `bytes` is its length. */
interface RequestBodiesTable {
  call_id: string;
  created_at: number;
  bytes: number;
  bodies: Uint8Array;
}

/** How far rows that are older than a table of sums have been added to it, by their row numbers. */
interface BackfillsTable {
  name: string;
  done_row: number;
  last_row: number;
}

/** Thinking of answers. `sealed` is encrypted; `bytes` is its length. */
export interface ThinkingEntriesTable {
  id: Generated<number>;
  created_at: number;
  bytes: number;
  sealed: Uint8Array;
}

/** What an entry is found by: a keyed hash, which tells nothing of the caller or of the answer. */
export interface ThinkingKeysTable {
  lookup: string;
  entry_id: number;
}

export interface TasksTable {
  id: string;
  token: string;
  client: string | null;
  title: string | null;
  first_at: number;
  last_at: number;
}

/** Hashes by which a task's conversation is known again. */
export interface TaskThreadsTable {
  task_id: string;
  root: string;
  opening: string;
  turns: number;
  tail: string;
  answered: Flag;
  token: string;
  product: string;
  last_at: number;
}

/** What an agent told of a task; `sums` is JSON. */
export interface AgentActivityTable {
  task_id: string;
  agent: string;
  joined_by: string;
  first_at: number;
  last_at: number;
  sums: string;
}
