import type { Database, Statement } from 'better-sqlite3';
import type { Compilable, RawBuilder } from 'kysely';
import { sql } from 'kysely';

/** Stands in a query for a value that is bound at each run. */
class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Makes the placeholder of one named value, typed as that value. */
export type PlaceholderFor<Values> = <Name extends keyof Values & string>(name: Name) => RawBuilder<Values[Name]>;

type Binding = (values: object) => unknown;

interface Prepared<Row> {
  readonly statement: Statement<unknown[], Row>;
  readonly bindings: readonly Binding[];
}

/**
 * A query that Kysely compiles once and SQLite keeps prepared: for paths where building a query per call would
 * cost more than running it. `Values` names what is bound, `Row` is what comes back. Prepared at its first use: to
 * prepare all of them is half of an opening, and many are never needed.
 */
export class PreparedStatement<Values extends object, Row> {
  readonly #prepare: () => Prepared<Row>;
  #prepared: Prepared<Row> | undefined;

  constructor(prepare: () => Prepared<Row>) {
    this.#prepare = prepare;
  }

  /** Rows changed. */
  run(values: Values): number {
    const { statement, bindings } = this.#ready();
    return statement.run(bind(bindings, values)).changes;
  }

  get(values: Values): Row | undefined {
    const { statement, bindings } = this.#ready();
    return statement.get(bind(bindings, values));
  }

  all(values: Values): Row[] {
    const { statement, bindings } = this.#ready();
    return statement.all(bind(bindings, values));
  }

  #ready(): Prepared<Row> {
    this.#prepared ??= this.#prepare();
    return this.#prepared;
  }
}

function bind(bindings: readonly Binding[], values: object): unknown[] {
  return bindings.map((binding) => binding(values));
}

function toBinding(parameter: unknown): Binding {
  if (!(parameter instanceof Placeholder)) return () => parameter;
  const { name } = parameter;
  return (values) => Reflect.get(values, name);
}

/** A statement of the query that `build` makes from placeholders. */
export function prepareStatement<Values extends object, Row>(
  sqlite: Database,
  build: (placeholder: PlaceholderFor<Values>) => Compilable<Row>,
): PreparedStatement<Values, Row> {
  return new PreparedStatement<Values, Row>(() => {
    const { sql: text, parameters } = build(placeholder).compile();
    return { statement: sqlite.prepare<unknown[], Row>(text), bindings: parameters.map(toBinding) };
  });
}

function placeholder<Value>(name: string): RawBuilder<Value> {
  return sql<Value>`${new Placeholder(name)}`;
}

/** A placeholder for each column of a row, for inserts. */
export function placeholdersFor<Values>(columns: readonly (keyof Values & string)[]): {
  readonly [Name in keyof Values]: RawBuilder<Values[Name]>;
} {
  const entries = columns.map((column) => [column, placeholder(column)] as const);
  return Object.fromEntries(entries) as { [Name in keyof Values]: RawBuilder<Values[Name]> };
}
