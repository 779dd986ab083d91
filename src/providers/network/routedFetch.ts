import type { SettingsSource } from '../../domain/ports.ts';
import type { GatewaySettings } from '../../domain/settings.ts';
import { createDispatchers, type Dispatchers } from '../openai/dispatchers.ts';
import type { Environment } from './environment.ts';

/** `fetch` for destinations of traces: over the proxies and with the authorities of the settings in force. */
export class RoutedFetch {
  readonly #settings: SettingsSource;
  readonly #processEnvironment: Environment;
  #held: { readonly settings: GatewaySettings; readonly dispatchers: Dispatchers } | undefined;

  constructor(settings: SettingsSource, processEnvironment: Environment) {
    this.#settings = settings;
    this.#processEnvironment = processEnvironment;
  }

  /** Rejects as `fetch` does, and with GatewayError for proxies and certificates in the settings that cannot be used. */
  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { settings, dispatchers } = this.#open();
    const undici = await import('undici');
    const dispatcher = await dispatchers.forUrl(new URL(url), settings.exports.network);
    const { body, headers, method, redirect, signal } = init;
    const request = { body, headers, method, redirect, signal, dispatcher } as Parameters<typeof undici.fetch>[1];
    // The same interface; Node's types are of another version than the package's.
    return (await undici.fetch(url, request)) as unknown as Response;
  };

  async close(): Promise<void> {
    await this.#held?.dispatchers.close();
  }

  /** Connections of settings that were in force before close as they fall idle. */
  #open(): { readonly settings: GatewaySettings; readonly dispatchers: Dispatchers } {
    const settings = this.#settings.current;
    if (this.#held?.settings === settings) return this.#held;
    this.#held = { settings, dispatchers: createDispatchers({ ...this.#processEnvironment, ...settings.environment }) };
    return this.#held;
  }
}
