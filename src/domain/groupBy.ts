/** Values by a name that each has, in their order. */
export function groupBy<Value, Name>(
  values: readonly Value[],
  nameOf: (value: Value) => Name,
): ReadonlyMap<Name, readonly Value[]> {
  const groups = new Map<Name, Value[]>();
  for (const value of values) {
    const name = nameOf(value);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [value]);
    else group.push(value);
  }
  return groups;
}
