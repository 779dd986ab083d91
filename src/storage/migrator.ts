import type { Compilable } from 'kysely';
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { GatewayError } from '../domain/errors.ts';
import type { Connection } from './connection.ts';

/** One step of the schema. */
export interface Migration {
  /** Stays the same for ever: it is what the ledger remembers. */
  readonly name: string;
  /** Rewrites or removes rows that exist: the ledger is copied before. */
  readonly changesData: boolean;
  statements(query: Kysely<unknown>): readonly Compilable[];
}

type MigratedFile = Pick<Connection, 'file' | 'sqlite'>;

export interface MigrationRun {
  readonly migrations: readonly Migration[];
  /** Epoch ms. */
  now(): number;
  /** Copies the ledger before a step that changes data; `version` counts the steps it has had. */
  backUp(version: number): void;
}

/**
 * Brings the schema up to date and gives back the names of the steps taken. Each step is one transaction that
 * begins with the write lock, so of two processes that open a ledger at once only one takes it. A new ledger, which has
 * nothing that a copy could save, takes all steps in one.
 * Throws GatewayError `unavailable` when the ledger has had steps that this version does not know.
 */
export function migrate(connection: MigratedFile, run: MigrationRun): readonly string[] {
  if (pendingOf(connection, run.migrations).length === 0) return [];
  const taken = [...makeNew(connection, run)];
  let backedUp = false;
  const step = connection.sqlite.transaction(() => {
    const [next] = pendingOf(connection, run.migrations);
    if (next === undefined) return undefined;
    if (next.changesData && !backedUp) {
      run.backUp(appliedOf(connection).length);
      backedUp = true;
    }
    apply(connection, next, run.now());
    return next.name;
  });
  for (let name = step.immediate(); name !== undefined; name = step.immediate()) taken.push(name);
  return taken;
}

function makeNew(connection: MigratedFile, { migrations, now }: MigrationRun): readonly string[] {
  const make = connection.sqlite.transaction(() => {
    if (appliedOf(connection).length > 0) return [];
    for (const migration of migrations) apply(connection, migration, now());
    return migrations.map(({ name }) => name);
  });
  return make.immediate();
}

function apply({ sqlite }: MigratedFile, migration: Migration, now: number): void {
  sqlite.exec(
    'create table if not exists migrations (name text primary key not null, applied_at integer not null) strict',
  );
  for (const statement of migration.statements(schemaBuilder())) {
    const { sql, parameters } = statement.compile();
    sqlite.prepare(sql).run([...parameters]);
  }
  sqlite.prepare('insert into migrations (name, applied_at) values (?, ?)').run(migration.name, now);
}

/** Builds statements without knowing the tables, as a step must: it runs on older ones. */
function schemaBuilder(): Kysely<unknown> {
  return new Kysely<unknown>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new SqliteIntrospector(database),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

function pendingOf(connection: MigratedFile, migrations: readonly Migration[]): readonly Migration[] {
  const applied = appliedOf(connection);
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = applied.filter((name) => !known.has(name));
  if (unknown.length > 0) throw newerLedger(connection.file, unknown);
  return migrations.filter(({ name }) => !applied.includes(name));
}

function appliedOf({ sqlite }: MigratedFile): readonly string[] {
  const table = sqlite.prepare("select 1 from sqlite_schema where type = 'table' and name = 'migrations'").get();
  if (table === undefined) return [];
  return sqlite
    .prepare<[], { name: string }>('select name from migrations order by name')
    .all()
    .map(({ name }) => name);
}

function newerLedger(file: string, unknown: readonly string[]): GatewayError {
  return new GatewayError(
    'unavailable',
    `The ledger ${file} was written by a newer version of Torii (it has ${unknown.join(', ')}). Update Torii, or set TORII_HOME to another folder.`,
    { retryable: false },
  );
}
