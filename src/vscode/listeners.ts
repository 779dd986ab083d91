/** Undoes a subscription; the shape of the editor's own disposables. */
export interface Disposable {
  dispose(): void;
}

/** A list of listeners without the editor: the controller and its parts run in plain Node in the tests. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly add = (listener: (value: T) => void): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
