/** Calls under way at once for one request: enough to hide the distance, too few to be throttled for it. */
const AT_ONCE = 8;

/** Runs the work on every item, in order of the items; the first failure aborts what is under way and is thrown. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<readonly Result[]> {
  const siblings = new AbortController();
  const either = AbortSignal.any([signal, siblings.signal]);
  const results: Result[] = [];
  const queue = items.entries();
  const takeOver = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item, either);
  };
  try {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, takeOver));
    return results;
  } catch (error) {
    siblings.abort(error);
    throw error;
  }
}
