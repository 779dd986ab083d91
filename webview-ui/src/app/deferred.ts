import { useEffect, useState } from 'react';

/** A part of the program that is loaded when it is first needed, and stays. */
export class Deferred<T> {
  readonly #load: () => Promise<T>;
  #value: T | undefined;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** Undefined until it is loaded. */
  get value(): T | undefined {
    return this.#value;
  }

  /** Loads it, unless it is there. Throws where its file cannot be had; a later call tries again. */
  async request(): Promise<T> {
    this.#value ??= await this.#load();
    return this.#value;
  }
}

export interface DeferredState<T> {
  readonly value: T | undefined;
  readonly failed: boolean;
  readonly retry: () => void;
}

/** A deferred part, asked for when it is first drawn. Unlike `lazy`, what is there already is drawn at once. */
export function useDeferred<T>(part: Deferred<T>): DeferredState<T> {
  const [, setLoaded] = useState<Deferred<T>>();
  const [failed, setFailed] = useState<Deferred<T>>();
  useEffect(() => {
    let isHere = true;
    if (part.value === undefined && failed !== part) {
      part.request().then(
        () => isHere && setLoaded(part),
        () => isHere && setFailed(part),
      );
    }
    return () => {
      isHere = false;
    };
  }, [part, failed]);
  return { value: part.value, failed: failed === part, retry: () => setFailed(undefined) };
}
