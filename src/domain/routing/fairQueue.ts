/** A queue that serves its keys in turn, so that one that sends much does not make the others wait. Within a key, first come first served. */
export class FairQueue<Entry> {
  readonly #lines = new Map<string, Entry[]>();

  get size(): number {
    let size = 0;
    for (const line of this.#lines.values()) size += line.length;
    return size;
  }

  add(key: string, entry: Entry): void {
    const line = this.#lines.get(key);
    if (line === undefined) this.#lines.set(key, [entry]);
    else line.push(entry);
  }

  /** False where the entry is not there any more. */
  remove(key: string, entry: Entry): boolean {
    const line = this.#lines.get(key);
    const at = line?.indexOf(entry) ?? -1;
    if (line === undefined || at === -1) return false;
    line.splice(at, 1);
    if (line.length === 0) this.#lines.delete(key);
    return true;
  }

  /**
   * Offers the first of each key, in turn, until nobody takes anything any more. An entry for which `serve` says true
   * leaves the queue, and its key goes to the end of the round.
   */
  serve(serve: (entry: Entry) => boolean): void {
    let served = true;
    while (served) {
      served = false;
      for (const [key, line] of [...this.#lines]) {
        const [first] = line;
        if (first === undefined || !serve(first)) continue;
        served = true;
        line.shift();
        this.#lines.delete(key);
        if (line.length > 0) this.#lines.set(key, line);
      }
    }
  }

  /** The first of each key, in the order of the round. */
  heads(): readonly Entry[] {
    return [...this.#lines.values()].flatMap(([first]) => (first === undefined ? [] : [first]));
  }
}
