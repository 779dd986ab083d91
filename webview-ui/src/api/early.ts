import type { Transport } from '../transport/transport.ts';

/** A GET of the gateway's API, and the key that its answer is kept under. */
export interface Question {
  readonly key: readonly unknown[];
  readonly path: string;
}

/** Answers that were asked for before the page is drawn, so that it need not wait for them one after the other. */
export class EarlyAnswers {
  readonly #transport: Pick<Transport, 'get'>;
  readonly #answers = new Map<string, Promise<unknown>>();

  constructor(transport: Pick<Transport, 'get'>) {
    this.#transport = transport;
  }

  ask({ key, path }: Question): void {
    const answer = this.#transport.get(path);
    // Whoever takes it asks again.
    answer.catch(() => undefined);
    this.#answers.set(JSON.stringify(key), answer);
  }

  /** The answer that was asked for early, once; after that, and where it failed, a new one. Throws ApiError. */
  async get({ key, path }: Question): Promise<unknown> {
    const name = JSON.stringify(key);
    const early = this.#answers.get(name);
    this.#answers.delete(name);
    return (await early?.catch(() => undefined)) ?? (await this.#transport.get(path));
  }
}
