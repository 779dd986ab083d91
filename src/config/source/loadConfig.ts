import type { Diagnostic, GatewaySettings } from '../../domain/settings.ts';
import { type Environment, loadEnvironment } from '../environment.ts';
import { parseSettings } from '../parseSettings.ts';
import type { ConfigFiles } from './configFiles.ts';

export interface LoadedConfig {
  readonly settings: GatewaySettings | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Every file that was read or looked for. */
  readonly files: readonly string[];
  /** The texts that were read: the same ones give the same settings. */
  readonly fingerprint: string;
}

/** Reads a config with its `.env` and its includes from disk. Never throws: a file that is not there is a diagnostic. */
export function loadConfig(file: string, files: ConfigFiles, processEnvironment: Environment): LoadedConfig {
  const texts = new Map<string, string | undefined>();
  const readFile = (path: string) => {
    const text = files.readFile(path);
    texts.set(path, text);
    return text;
  };
  const text = readFile(file);
  const environment = loadEnvironment({ configFile: file, processEnvironment, readFile });
  const parsed =
    text === undefined
      ? { settings: undefined, diagnostics: [missingFile(file)] }
      : parseSettings({
          text,
          file,
          environment: environment.variables,
          fileEnvironment: environment.fromFile,
          readFile,
        });
  return {
    settings: parsed.settings,
    diagnostics: parsed.diagnostics,
    files: [...texts.keys()],
    fingerprint: JSON.stringify([...texts].map(([path, content]) => [path, content ?? null])),
  };
}

function missingFile(file: string): Diagnostic {
  return {
    severity: 'error',
    code: 'file-missing',
    message: `The config file ${file} cannot be read`,
    file,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    path: '',
    fix: 'Create the file, correct its path, or make it readable.',
  };
}
