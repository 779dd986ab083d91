/** What waits for a destination. */
export interface SpoolEntry {
  /** JSON. */
  readonly payload: string;
}

export interface SpooledEntry extends SpoolEntry {
  readonly id: number;
}

/** How much is taken at once. */
export interface SpoolBatch {
  readonly entries: number;
  /** Characters; the first entry is always taken. */
  readonly size: number;
}

/**
 * Keeps what destinations are to get until they have it, each destination's apart and in the order in which it came.
 * Bounded: the oldest entries make room.
 */
export interface TraceSpool {
  /** Gives back how many older entries were dropped for these. */
  add(destination: string, entries: readonly SpoolEntry[]): Promise<number>;
  /** The oldest entries that nobody is sending. They are the caller's until it removes or releases them. */
  claim(destination: string, batch: SpoolBatch): Promise<readonly SpooledEntry[]>;
  /** Delivered, or refused for good. */
  remove(destination: string, ids: readonly number[]): Promise<void>;
  /** To be sent later, by anybody. */
  release(destination: string, ids: readonly number[]): Promise<void>;
  count(destination: string): number;
}
