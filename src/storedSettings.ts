import type { Deployment } from './domain/deployment.ts';
import { messageOf } from './domain/errors.ts';
import type { ModelStore, StoredModel } from './domain/governancePorts.ts';
import type { Clock, Logger, SettingsSource } from './domain/ports.ts';
import type { GatewaySettings } from './domain/settings.ts';

/** How long another process's change of a model may go unnoticed, ms. */
const CHECK_MS = 500;

export interface StoredSettingsParts {
  readonly file: SettingsSource;
  readonly models: ModelStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Reads one model under settings; throws where it cannot. */
  read(model: StoredModel, settings: GatewaySettings): Deployment;
}

/** The config file with the models that were added through the API behind its own. */
export class StoredSettings implements SettingsSource {
  readonly #parts: StoredSettingsParts;
  readonly #listeners = new Set<(settings: GatewaySettings) => void>();
  readonly #unsubscribe: () => void;
  #merged: {
    readonly base: GatewaySettings;
    readonly models: readonly StoredModel[];
    readonly settings: GatewaySettings;
  };
  /** Set while the last look is fresh: a request asks for the settings a dozen times, and to ask the time costs more than all else here. */
  #cancelTimer: (() => void) | undefined;
  #closed = false;

  constructor(parts: StoredSettingsParts) {
    this.#parts = parts;
    this.#merged = this.#merge();
    this.#unsubscribe = parts.file.onChange(() => this.refresh());
  }

  get current(): GatewaySettings {
    if (this.#cancelTimer === undefined || this.#parts.file.current !== this.#merged.base) this.#look();
    return this.#merged.settings;
  }

  onChange(listener: (settings: GatewaySettings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes changes of the file and of the stored models in at once. */
  refresh(): void {
    const before = this.#merged;
    if (this.#closed) return;
    if (this.#parts.file.current === before.base && this.#parts.models.list() === before.models) return;
    this.#merged = this.#merge();
    for (const listener of this.#listeners) listener(this.#merged.settings);
  }

  /** The ledger may be closed after that: the settings stay as they are. */
  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#unsubscribe();
    this.#listeners.clear();
  }

  #look(): void {
    if (this.#closed) return;
    this.#cancelTimer ??= this.#parts.clock.timer(CHECK_MS, () => {
      this.#cancelTimer = undefined;
    });
    this.refresh();
  }

  #merge() {
    const base = this.#parts.file.current;
    const models = this.#parts.models.list();
    if (models.length === 0) return { base, models, settings: base };
    const taken = new Set(base.deployments.map(({ id }) => id));
    const stored = models.filter(({ id }) => !taken.has(id)).flatMap((model) => this.#read(model, base));
    return {
      base,
      models,
      settings: Object.freeze({ ...base, deployments: Object.freeze([...base.deployments, ...stored]) }),
    };
  }

  /** A model that the new config does not carry (its credential is gone, say) is left out, and the log says so. */
  #read(model: StoredModel, base: GatewaySettings): readonly Deployment[] {
    try {
      return [this.#parts.read(model, base)];
    } catch (thrown) {
      const reason = messageOf(thrown);
      this.#parts.logger.warn('A model that was added through the API is left out', { id: model.id, reason });
      return [];
    }
  }
}
