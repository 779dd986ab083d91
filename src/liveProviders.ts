import type { Environment } from './config/environment.ts';
import type { Provider, ProviderRegistry, SettingsSource } from './domain/ports.ts';

/** Providers by name. They are made anew when the config's own environment changes; those before end their idle connections. */
export class LiveProviders implements ProviderRegistry {
  readonly #make: (environment: Environment) => readonly Provider[];
  readonly #processEnvironment: Environment;
  readonly #unsubscribe: () => void;
  #fingerprint = '';
  #providers: readonly Provider[] = [];

  constructor(
    settings: SettingsSource,
    processEnvironment: Environment,
    make: (environment: Environment) => readonly Provider[],
  ) {
    this.#make = make;
    this.#processEnvironment = processEnvironment;
    this.#renew(settings.current.environment);
    this.#unsubscribe = settings.onChange(({ environment }) => this.#renew(environment));
  }

  find(name: string): Provider | undefined {
    return this.#providers.find((provider) => provider.name === name);
  }

  names(): readonly string[] {
    return this.#providers.map(({ name }) => name);
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    await Promise.all(this.#providers.map((provider) => provider.close()));
  }

  #renew(own: Environment): void {
    const fingerprint = JSON.stringify(own);
    if (fingerprint === this.#fingerprint) return;
    this.#fingerprint = fingerprint;
    // Requests that run keep the provider they began with; its sockets close as they fall idle.
    this.#providers = this.#make({ ...this.#processEnvironment, ...own });
  }
}
