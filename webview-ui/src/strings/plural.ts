/** The form of a word that goes with a count, in English. */
export function plural(count: number, one: string, other: string): string {
  return count === 1 ? one : other;
}
