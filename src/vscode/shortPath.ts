import { homedir } from 'node:os';
import { sep } from 'node:path';

/** A path as people write it: `~` for their home. */
export function shortPath(path: string, userHome = homedir()): string {
  return path === userHome || path.startsWith(userHome + sep) ? `~${path.slice(userHome.length)}` : path;
}
