import { isObject } from '../../domain/json.ts';
import { type MlflowApi, MlflowRefusal } from './mlflowApi.ts';

interface Found {
  readonly id: string;
  readonly deleted: boolean;
}

/** The experiment that calls are recorded in: found or made at first use, then remembered until `forget`. */
export class Experiment {
  readonly name: string;
  readonly #api: MlflowApi;
  #id: Promise<string> | undefined;

  constructor(api: MlflowApi, name: string) {
    this.#api = api;
    this.name = name;
  }

  /** Its id. Throws as MlflowApi does; what failed is tried anew by the next call. */
  id(signal: AbortSignal): Promise<string> {
    this.#id ??= this.#findOrMake(signal).catch((thrown: unknown) => {
      this.#id = undefined;
      throw thrown;
    });
    return this.#id;
  }

  /** The server does not know it any more, or has it no longer in use. */
  forget(): void {
    this.#id = undefined;
  }

  async #findOrMake(signal: AbortSignal): Promise<string> {
    const found = (await this.#find(signal)) ?? (await this.#make(signal));
    // A deleted experiment keeps its name, so that there cannot be another one: it is taken out of the bin again.
    if (found.deleted) await this.#api.post('/experiments/restore', { experiment_id: found.id }, signal);
    return found.id;
  }

  async #find(signal: AbortSignal): Promise<Found | undefined> {
    try {
      const answer = await this.#api.get('/experiments/get-by-name', { experiment_name: this.name }, signal);
      return readExperiment(answer['experiment']);
    } catch (error) {
      if (error instanceof MlflowRefusal && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
      throw error;
    }
  }

  /** Another gateway may have been faster: then theirs is the one. */
  async #make(signal: AbortSignal): Promise<Found> {
    try {
      const { experiment_id: id } = await this.#api.post('/experiments/create', { name: this.name }, signal);
      return { id: String(id), deleted: false };
    } catch (error) {
      const taken = error instanceof MlflowRefusal && error.code === 'RESOURCE_ALREADY_EXISTS';
      const theirs = taken ? await this.#find(signal) : undefined;
      if (theirs === undefined) throw error;
      return theirs;
    }
  }
}

function readExperiment(value: unknown): Found | undefined {
  if (!isObject(value) || value['experiment_id'] === undefined) return undefined;
  return { id: String(value['experiment_id']), deleted: value['lifecycle_stage'] === 'deleted' };
}
