/** Where the page after this one begins; undefined after the last. */
export function nextOffset(offset: number, rows: number, total: number): number | undefined {
  const next = offset + rows;
  return rows > 0 && next < total ? next : undefined;
}

/** Rows without those that were seen before: lists that were read at different times overlap. */
export function firstOfEach<Row>(rows: readonly Row[], key: (row: Row) => string): readonly Row[] {
  const first = new Map<string, Row>();
  for (const row of rows) if (!first.has(key(row))) first.set(key(row), row);
  return [...first.values()];
}
