import { createHash } from 'node:crypto';
import { isObject } from '../../domain/json.ts';

/**
 * Gives out ids of deployments, each once. A hash stands for the group and the parameters as they are written (so that
 * a changed secret in the environment does not change it); entries that are the same are told apart by their order.
 */
export class DeploymentIds {
  readonly #taken = new Set<string>();

  /** False where the id is taken already. */
  claim(id: string): boolean {
    if (this.#taken.has(id)) return false;
    this.#taken.add(id);
    return true;
  }

  fromContent(group: string, writtenParams: unknown): string {
    for (let repetition = 0; ; repetition += 1) {
      const content = JSON.stringify([group, canonical(writtenParams), repetition]);
      const id = createHash('sha256').update(content).digest('hex').slice(0, 32);
      if (this.claim(id)) return id;
    }
  }
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).toSorted();
  return keys.map((key) => [key, canonical(value[key])]);
}
