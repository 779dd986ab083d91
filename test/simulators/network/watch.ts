/** Lets a test wait for something to become true, without asking again and again. */
export interface Watch {
  /** Something changed; those who wait look again. */
  changed(): void;
  /** Resolves with the first value that is not undefined. */
  until<T>(read: () => T | undefined): Promise<T>;
}

export function createWatch(): Watch {
  const waiting = new Set<() => void>();
  return {
    changed() {
      for (const look of waiting) look();
    },
    until<T>(read: () => T | undefined): Promise<T> {
      return new Promise((resolve) => {
        const look = () => {
          const value = read();
          if (value === undefined) return;
          waiting.delete(look);
          resolve(value);
        };
        waiting.add(look);
        look();
      });
    },
  };
}
