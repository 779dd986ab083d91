import type { JsonValue } from '../../domain/json.ts';

/** Where a value stands in a document: names, and positions in lists. */
export type Location = readonly (string | number)[];

/** A file format whose texts can be changed value by value, with comments and everything else left as it is. */
export interface DocumentFormat {
  /** As in "is not valid JSON". */
  readonly title: string;
  /** The text's value; undefined where it is not of this format. Never called with a blank text. */
  parse(text: string): JsonValue | undefined;
  /** The text with one value set, or removed where it is undefined. The places above it exist, but for objects. */
  edit(text: string, location: Location, value: JsonValue | undefined): string;
  /** The text of a new file. */
  write(document: JsonValue): string;
}
