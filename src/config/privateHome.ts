import { chmod, lstat, readdir } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '../domain/ports.ts';
import type { Home } from './home.ts';

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
const OTHERS = 0o077;
/** Of folders that belong to everybody, such as `/tmp`. */
const STICKY = 0o1000;

/** What Torii itself keeps in a home, and nothing else that somebody may have beside it. */
const OWN_FILE = /^(?:torii\.db|spool\.db|master\.key|vault\.key|vscode\.key|config\.yaml|gateway\.url)/;
const OWN_FOLDERS = ['logs', 'backups'];

/**
 * Takes other users' access to the home and to Torii's files in it away where an older copy, a restored backup or a
 * loose umask has left it, and says so in the log. What cannot be changed costs a warning, not the start.
 */
export async function makePrivate(home: Home, logger: Logger): Promise<void> {
  // Windows has no such bits: a user's profile is closed to others by its own means.
  if (platform() === 'win32') return;
  const { directory } = home;
  const names = await readdir(directory);
  const folders = names.filter((name) => OWN_FOLDERS.includes(name));
  const files = names.filter((name) => OWN_FILE.test(name));
  for (const path of [directory, ...[...folders, ...files].map((name) => join(directory, name))]) {
    await close(path, logger);
  }
}

async function close(path: string, logger: Logger): Promise<void> {
  try {
    const found = await lstat(path);
    // A link's target is not the home's to change.
    if (found.isSymbolicLink() || (found.mode & OTHERS) === 0) return;
    if ((found.mode & STICKY) !== 0) {
      return logger.warn('The home is a folder that all users share: choose another TORII_HOME', { path });
    }
    await chmod(path, found.isDirectory() ? PRIVATE_FOLDER : PRIVATE_FILE);
    logger.warn('Other users could read this; now they cannot', { path, mode: (found.mode & 0o777).toString(8) });
  } catch (error) {
    // SQLite's companions and temporary files come and go.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    logger.warn('Other users may read this, and it cannot be changed', { path, reason: String(error) });
  }
}
