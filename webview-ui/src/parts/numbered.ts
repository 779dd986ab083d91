/** The items with their positions as keys, for lists that only ever grow at their end. */
export function numbered<T>(items: readonly T[]): readonly { readonly key: number; readonly item: T }[] {
  return items.map((item, key) => ({ key, item }));
}
