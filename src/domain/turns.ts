/** Values of one turn: what is made of them takes some ms at most. */
const TOGETHER = 500;

/** A turn of the event loop, in which waiting requests are served. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * What `make` makes of many values, some in each turn of the event loop: a list of ten thousand may take a moment longer,
 * and holds up no stream. Few are made at once.
 */
export async function madeInTurns<Value, Made>(
  values: readonly Value[],
  make: (some: readonly Value[]) => readonly Made[] | Promise<readonly Made[]>,
  together: number = TOGETHER,
): Promise<readonly Made[]> {
  if (values.length <= together) return await make(values);
  const made: (readonly Made[])[] = [];
  for (let first = 0; first < values.length; first += together) {
    if (first > 0) await nextTurn();
    made.push(await make(values.slice(first, first + together)));
  }
  return made.flat();
}

/** Changes of one turn: each is a transaction of the ledger. */
const CHANGES_TOGETHER = 50;

/** Does the same with many values, one after the other, some in each turn of the event loop. */
export async function doneInTurns<Value>(
  values: readonly Value[],
  work: (value: Value) => Promise<void>,
  together: number = CHANGES_TOGETHER,
): Promise<void> {
  for (const [index, value] of values.entries()) {
    if (index > 0 && index % together === 0) await nextTurn();
    await work(value);
  }
}
