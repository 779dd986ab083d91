import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { GatewayError, messageOf } from '../domain/errors.ts';

/** The files of a Torii home: one for all windows, the command line included. */
export interface Home {
  readonly directory: string;
  readonly databaseFile: string;
  /** Traces that wait for their destinations. */
  readonly spoolFile: string;
  readonly masterKeyFile: string;
  readonly configFile: string;
}

/** `TORII_HOME`, else `$XDG_DATA_HOME/torii`, else `~/.torii`. */
export function findHome(environment: Readonly<Record<string, string | undefined>>): Home {
  const own = environment['TORII_HOME'];
  const shared = environment['XDG_DATA_HOME'];
  if (own !== undefined && own !== '') return homeAt(own);
  return homeAt(shared !== undefined && shared !== '' ? join(shared, 'torii') : join(homedir(), '.torii'));
}

export function homeAt(directory: string): Home {
  return {
    directory,
    databaseFile: join(directory, 'torii.db'),
    spoolFile: join(directory, 'spool.db'),
    masterKeyFile: join(directory, 'master.key'),
    configFile: join(directory, 'config.yaml'),
  };
}

/** Makes the directory (0700) and the home key (0600) where they are missing, and gives the key back. */
export async function prepareHome(home: Home): Promise<string> {
  try {
    await mkdir(home.directory, { recursive: true, mode: 0o700 });
    return await readOrMakeKey(home.masterKeyFile);
  } catch (cause) {
    const reason = messageOf(cause);
    throw new GatewayError(
      'internal',
      `The folder ${home.directory} cannot be used: ${reason}. Make it writable or set TORII_HOME to another one.`,
      { cause },
    );
  }
}

/** The home key, for programs beside the gateway; undefined where there is none, or it cannot be read. */
export async function readHomeKey(home: Home): Promise<string | undefined> {
  try {
    return await readKey(home.masterKeyFile);
  } catch {
    return undefined;
  }
}

async function readOrMakeKey(file: string): Promise<string> {
  const existing = await readKey(file);
  if (existing !== undefined) return existing;
  const key = `sk-${randomBytes(24).toString('base64url')}`;
  try {
    await writeFile(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  } catch (error) {
    // Another window was first: its key is the home's.
    const theirs = await readKey(file);
    if (theirs !== undefined) return theirs;
    throw error;
  }
}

async function readKey(file: string): Promise<string | undefined> {
  try {
    const key = (await readFile(file, 'utf8')).trim();
    if (!key.startsWith('sk-')) return undefined;
    await chmod(file, 0o600);
    return key;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes the first config of a home; leaves an existing one alone. */
export async function ensureConfigFile(home: Home, text: string): Promise<void> {
  try {
    await writeFile(home.configFile, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
