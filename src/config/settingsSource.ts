import { GatewayError, messageOf } from '../domain/errors.ts';
import type { Clock, Logger, SettingsSource } from '../domain/ports.ts';
import type { Diagnostic, GatewaySettings } from '../domain/settings.ts';
import type { Environment } from './environment.ts';
import { formatDiagnostic } from './formatDiagnostic.ts';
import { type ConfigFiles, createNodeConfigFiles } from './source/configFiles.ts';
import { FileWatcher } from './source/fileWatcher.ts';
import { type LoadedConfig, loadConfig } from './source/loadConfig.ts';

export interface SettingsSourceOptions {
  /** Absolute path of the config. */
  readonly file: string;
  /** The file system; the real one where it is left out. */
  readonly files?: ConfigFiles | undefined;
  readonly logger: Logger;
  readonly clock: Clock;
  /** The process's environment. */
  readonly environment: Environment;
}

export interface ConfigSource extends SettingsSource {
  /** Findings of the last load, also those of an edit that was not taken. */
  readonly diagnostics: readonly Diagnostic[];
  /** False while the files on disk are broken and the last good config stays in force. */
  readonly inForce: boolean;
  /** Called after every load that changed the findings, whether it was taken or not. */
  onDiagnostics(listener: (diagnostics: readonly Diagnostic[]) => void): () => void;
  /** Reads the files again, if they have changed. Never throws. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Loads a config and follows its changes: the file, its `.env` and its includes. An edit with errors changes nothing
 * but the diagnostics. Throws a GatewayError with file, line, column and reason where the first load finds YAML that
 * cannot be read, or no file; errors in single deployments only leave those out.
 */
export async function createSettingsSource(options: SettingsSourceOptions): Promise<ConfigSource> {
  return new WatchedConfig({ ...options, files: options.files ?? createNodeConfigFiles() });
}

type WatchOptions = SettingsSourceOptions & { readonly files: ConfigFiles };

class WatchedConfig implements ConfigSource {
  readonly #options: WatchOptions;
  readonly #watcher: FileWatcher;
  readonly #settingsListeners = new Set<(settings: GatewaySettings) => void>();
  readonly #diagnosticsListeners = new Set<(diagnostics: readonly Diagnostic[]) => void>();
  #loaded: LoadedConfig;
  #current: GatewaySettings;
  /** Errors that the config in force was accepted with. */
  #accepted: ReadonlySet<string>;
  #inForce = true;
  #closed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#loaded = loadConfig(options.file, options.files, options.environment);
    this.#current = firstSettings(this.#loaded);
    this.#accepted = errorsOf(this.#loaded);
    this.#log();
    const { files, clock, logger } = options;
    this.#watcher = new FileWatcher({ files, clock, logger, onChange: () => void this.reload() });
    this.#watcher.setFiles(this.#loaded.files);
  }

  get current(): GatewaySettings {
    return this.#current;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#loaded.diagnostics;
  }

  get inForce(): boolean {
    return this.#inForce;
  }

  onChange(listener: (settings: GatewaySettings) => void): () => void {
    this.#settingsListeners.add(listener);
    return () => this.#settingsListeners.delete(listener);
  }

  onDiagnostics(listener: (diagnostics: readonly Diagnostic[]) => void): () => void {
    this.#diagnosticsListeners.add(listener);
    return () => this.#diagnosticsListeners.delete(listener);
  }

  async reload(): Promise<void> {
    if (this.#closed) return;
    const loaded = loadConfig(this.#options.file, this.#options.files, this.#options.environment);
    if (loaded.fingerprint === this.#loaded.fingerprint) return;
    this.#loaded = loaded;
    this.#watcher.setFiles(loaded.files);
    this.#log();
    const errors = errorsOf(loaded);
    this.#inForce = loaded.settings !== undefined && [...errors].every((error) => this.#accepted.has(error));
    if (loaded.settings !== undefined && this.#inForce) this.#take(loaded.settings, errors);
    else
      this.#options.logger.warn('The config has errors; the last good one stays in force', {
        file: this.#options.file,
      });
    this.#notify(this.#diagnosticsListeners, loaded.diagnostics);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#watcher.close();
    this.#settingsListeners.clear();
    this.#diagnosticsListeners.clear();
  }

  #take(settings: GatewaySettings, errors: ReadonlySet<string>): void {
    this.#current = settings;
    this.#accepted = errors;
    this.#options.logger.info('Config loaded', { file: settings.file, deployments: settings.deployments.length });
    this.#notify(this.#settingsListeners, settings);
  }

  /** One listener that fails must not keep the news from the others. */
  #notify<T>(listeners: ReadonlySet<(value: T) => void>, value: T): void {
    for (const listener of listeners) {
      try {
        listener(value);
      } catch (error) {
        const reason = messageOf(error);
        this.#options.logger.error('A listener of the config failed', { reason });
      }
    }
  }

  #log(): void {
    for (const diagnostic of this.#loaded.diagnostics) {
      const level = LOG_LEVELS[diagnostic.severity];
      this.#options.logger[level](formatDiagnostic(diagnostic), { code: diagnostic.code });
    }
  }
}

const LOG_LEVELS = { error: 'error', warning: 'warn', hint: 'debug' } as const;

function firstSettings(loaded: LoadedConfig): GatewaySettings {
  if (loaded.settings !== undefined) return loaded.settings;
  const error = loaded.diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  const message = error === undefined ? 'The config cannot be read.' : formatDiagnostic(error);
  throw new GatewayError('bad-request', message, { type: 'config_error', param: error?.path, retryable: false });
}

/** Errors by what they say, not by where: an edit elsewhere moves the lines of those that were there before. */
function errorsOf(loaded: LoadedConfig): ReadonlySet<string> {
  const errors = loaded.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  return new Set(errors.map((error) => `${error.code}\n${error.message}`));
}
