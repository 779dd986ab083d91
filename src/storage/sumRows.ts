import { FIRST_FIGURE, fromJsonValues, type SumRow } from './sumTable.ts';

/** The place of the number of requests, behind which the figures follow: all that can be added up. */
const FIRST_SUM = FIRST_FIGURE - 1;

/**
 * The rows of customers, and what is left of all rows without them. `all` has '' in the place of the customer. By day.
 */
export function joinCustomers(
  all: readonly SumRow[],
  ofCustomers: readonly SumRow[],
  place: number,
): readonly SumRow[] {
  const nameless = namesWith(place);
  const rest = new Map(all.map((row) => [`${row[0]} ${nameless(row[1])}`, row]));
  for (const row of ofCustomers) {
    const without = rest.get(`${row[0]} ${nameless(row[1])}`);
    if (without !== undefined) add(without, row, -1);
  }
  const left = [...rest.values()].filter(([, , requests]) => requests > 0);
  return [...ofCustomers, ...left].sort(byDay);
}

/** The rows of some customers. */
export function ofCustomersAsked(
  rows: readonly SumRow[],
  customers: readonly string[],
  place: number,
): readonly SumRow[] {
  const asked = new Set(customers);
  return rows.filter(([, values]) => asked.has(fromJsonValues(values)[place] ?? ''));
}

/** Adds up what differs in the customer alone, which leaves the values. */
export function mergedWithoutCustomers(rows: readonly SumRow[], place: number): readonly SumRow[] {
  const merged = new Map<string, SumRow>();
  for (const row of rows) {
    const values = JSON.stringify(fromJsonValues(row[1]).toSpliced(place, 1));
    const name = `${row[0]} ${values}`;
    const known = merged.get(name);
    if (known === undefined) merged.set(name, row.with(1, values) as SumRow);
    else add(known, row, 1);
  }
  return [...merged.values()];
}

/** The values without their customer; each combination is taken apart once. */
function namesWith(place: number): (values: string) => string {
  const known = new Map<string, string>();
  return (values) => {
    const before = known.get(values);
    if (before !== undefined) return before;
    const name = JSON.stringify(fromJsonValues(values).with(place, ''));
    known.set(values, name);
    return name;
  };
}

function add(to: SumRow, row: SumRow, sign: 1 | -1): void {
  for (let place = FIRST_SUM; place < row.length; place++) to[place] = Number(to[place]) + sign * Number(row[place]);
}

function byDay([one]: SumRow, [other]: SumRow): number {
  return one - other;
}
