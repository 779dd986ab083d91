/** How much of a long list a tree shows: a page at first, and one more each time that somebody asks for it. */
export class GrowingList {
  readonly #page: number;
  #shown: number;

  constructor(page: number) {
    this.#page = page;
    this.#shown = page;
  }

  get shown(): number {
    return this.#shown;
  }

  readonly grow = (): void => {
    this.#shown += this.#page;
  };

  readonly reset = (): void => {
    this.#shown = this.#page;
  };
}

/** The last row of a list that goes on. */
export interface MoreNode {
  readonly kind: 'more';
  /** Undefined where nobody counts. */
  readonly left: number | undefined;
}

/** Reads pages of at most `most` rows until there are `wanted`, or no more. */
export async function readPages<T>(
  wanted: number,
  most: number,
  readPage: (limit: number, offset: number) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const rows: T[] = [];
  while (rows.length < wanted) {
    const limit = Math.min(most, wanted - rows.length);
    const page = await readPage(limit, rows.length);
    rows.push(...page);
    if (page.length < limit) break;
  }
  return rows;
}
