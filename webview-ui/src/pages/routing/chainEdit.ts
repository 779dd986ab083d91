/** The list with one entry moved by one place; the same list where it cannot go further. */
export function moveEntry(entries: readonly string[], index: number, by: -1 | 1): readonly string[] {
  const target = index + by;
  const [one, other] = [entries[index], entries[target]];
  if (one === undefined || other === undefined) return entries;
  return entries.map((entry, place) => (place === index ? other : place === target ? one : entry));
}

export function removeEntry(entries: readonly string[], index: number): readonly string[] {
  return entries.filter((_, place) => place !== index);
}

/** Model groups that a chain could still have: neither its own model nor one that it has already. */
export function missingGroups(
  groups: readonly string[],
  chain: { readonly model: string | null; readonly fallbacks: readonly string[] },
): readonly string[] {
  return groups.filter((group) => group !== chain.model && !chain.fallbacks.includes(group));
}
