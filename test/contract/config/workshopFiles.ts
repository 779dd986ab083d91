import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadEnvironment } from '../../../src/config/environment.ts';
import { type ParsedSettings, parseSettings } from '../../../src/config/parseSettings.ts';
import type { GatewaySettings } from '../../../src/domain/settings.ts';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'workshop');

export const CONFIG_FILES = readdirSync(FOLDER).filter((name) => /\.ya?ml$/.test(name));

export function workshopText(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

/** A workshop's config, with its env example as the `.env` beside it and nothing in the process's environment. */
export function parseWorkshopFile(name: string, envExample: string | null): ParsedSettings {
  const file = `/workshop/${name}`;
  const environment = loadEnvironment({
    configFile: file,
    processEnvironment: {},
    readFile: () => (envExample === null ? undefined : workshopText(envExample)),
  });
  return parseSettings({
    text: workshopText(name),
    file,
    environment: environment.variables,
    fileEnvironment: environment.fromFile,
    readFile: () => undefined,
  });
}

export function settingsOf(parsed: ParsedSettings): GatewaySettings {
  if (parsed.settings === undefined) throw new Error('the config was expected to be readable');
  return parsed.settings;
}
