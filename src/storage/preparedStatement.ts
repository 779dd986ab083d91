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

/**
 * A query that Kysely compiled once and SQLite keeps prepared: for paths where building a query per call would
 * cost more than running it. `Values` names what is bound, `Row` is what comes back.
 */
export class PreparedStatement<Values extends object, Row> {
  readonly #statement: Statement<unknown[], Row>;
  readonly #bindings: readonly Binding[];

  constructor(sqlite: Database, query: Compilable<Row>) {
    const compiled = query.compile();
    this.#statement = sqlite.prepare<unknown[], Row>(compiled.sql);
    this.#bindings = compiled.parameters.map(toBinding);
  }

  /** Rows changed. */
  run(values: Values): number {
    return this.#statement.run(this.#bind(values)).changes;
  }

  get(values: Values): Row | undefined {
    return this.#statement.get(this.#bind(values));
  }

  all(values: Values): Row[] {
    return this.#statement.all(this.#bind(values));
  }

  #bind(values: Values): unknown[] {
    return this.#bindings.map((binding) => binding(values));
  }
}

function toBinding(parameter: unknown): Binding {
  if (!(parameter instanceof Placeholder)) return () => parameter;
  const { name } = parameter;
  return (values) => Reflect.get(values, name);
}

/** Prepares the query that `build` makes from placeholders. */
export function prepareStatement<Values extends object, Row>(
  sqlite: Database,
  build: (placeholder: PlaceholderFor<Values>) => Compilable<Row>,
): PreparedStatement<Values, Row> {
  return new PreparedStatement<Values, Row>(sqlite, build(placeholder));
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
