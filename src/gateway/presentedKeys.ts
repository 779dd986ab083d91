import { hashKey, isAmong, tokenBytes } from './digest.ts';

/** Where there are more, all are forgotten. */
const MOST_KEYS = 256;

export interface PresentedKey {
  /** Its hash. */
  readonly token: string;
  readonly isAdmin: boolean;
}

/** Keys as requests bring them. One that was let in is not hashed and compared again with each request. */
export class PresentedKeys {
  readonly #admins: readonly Buffer[];
  readonly #letIn = new Map<string, PresentedKey>();

  /** `admins`: keys that may do everything. */
  constructor(admins: readonly string[]) {
    this.#admins = admins.map((key) => tokenBytes(hashKey(key)));
  }

  read(key: string): PresentedKey {
    const known = this.#letIn.get(key);
    if (known !== undefined) return known;
    const token = hashKey(key);
    return { token, isAdmin: isAmong(token, this.#admins) };
  }

  letIn(key: string, presented: PresentedKey): void {
    if (this.#letIn.get(key) === presented) return;
    if (this.#letIn.size >= MOST_KEYS) this.#letIn.clear();
    this.#letIn.set(key, presented);
  }
}
