/** What stands on disk at a path now: the base of every "has it changed since" question. */
import { accessSync, constants, lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isObject } from '../domain/json.ts';

/** Why a file cannot be read or replaced. `path` is the file or directory at fault. */
export interface FileObstacle {
  readonly kind: 'unreadable' | 'read-only' | 'foreign';
  readonly path: string;
  readonly reason: string;
}

export interface FileSnapshot {
  /** Where the program looks. */
  readonly path: string;
  /** Where the bytes are: `path` with symbolic links followed, also one that points at nothing yet. */
  readonly target: string;
  /** Undefined where there is no file. */
  readonly bytes: Uint8Array | undefined;
  /** Permission bits; undefined where there is no file. */
  readonly mode: number | undefined;
  readonly obstacle: FileObstacle | undefined;
}

const MAX_LINKS = 40;
const ANY_WRITE = 0o222;

/**
 * Reads a file as it is now. Never throws: what stands in the way is told as `obstacle`. A file of another user than
 * `userId` is left to them: replaced, it would change its owner.
 */
export function takeSnapshot(path: string, userId: number | undefined = process.geteuid?.()): FileSnapshot {
  try {
    const target = followLinks(path);
    const stats = statOf(target);
    const mode = stats?.mode;
    const bytes = mode === undefined ? undefined : readFileSync(target);
    const obstacle = findForeign(target, stats?.uid, userId) ?? findReadOnly(target, mode);
    return { path, target, bytes, mode: mode === undefined ? undefined : mode & 0o7777, obstacle };
  } catch (error) {
    const obstacle: FileObstacle = { kind: 'unreadable', path, reason: codeOf(error) };
    return { path, target: path, bytes: undefined, mode: undefined, obstacle };
  }
}

/** True where both are the same file with the same bytes, or both are absent. */
export function sameSnapshot(left: FileSnapshot, right: FileSnapshot): boolean {
  if (left.target !== right.target) return false;
  if (left.bytes === undefined || right.bytes === undefined) return left.bytes === right.bytes;
  return Buffer.compare(left.bytes, right.bytes) === 0;
}

/** The path that a chain of symbolic links ends at; the end need not exist. Throws the system's error for a loop. */
export function followLinks(path: string): string {
  let current = resolve(path);
  for (let hops = 0; hops < MAX_LINKS; hops += 1) {
    if (!lstatSync(current, { throwIfNoEntry: false })?.isSymbolicLink()) return current;
    current = resolve(dirname(current), readlinkSync(current));
  }
  throw Object.assign(new Error('Too many symbolic links.'), { code: 'ELOOP' });
}

/** The system's short code of an error (`EACCES`), which unlike its message names no other path. */
export function codeOf(error: unknown): string {
  return isObject(error) && typeof error['code'] === 'string' ? error['code'] : 'unknown error';
}

function findForeign(path: string, owner: number | undefined, userId: number | undefined): FileObstacle | undefined {
  if (owner === undefined || userId === undefined || owner === userId) return undefined;
  return { kind: 'foreign', path, reason: `it belongs to another user, number ${owner}` };
}

function statOf(path: string): { readonly mode: number; readonly uid: number } | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isFile()) throw Object.assign(new Error('Not a file.'), { code: 'not a file' });
  return stats;
}

/**
 * A file without any write bit is taken as meant to stay, although a rename over it would succeed; so is one in a
 * directory that takes no new files. The bits are read besides `access`, since the superuser passes every `access`.
 */
function findReadOnly(target: string, mode: number | undefined): FileObstacle | undefined {
  if (mode !== undefined && isReadOnly(target, mode)) {
    return { kind: 'read-only', path: target, reason: 'the file is read-only' };
  }
  const directory = nearestDirectory(dirname(target));
  return isReadOnly(directory, statSync(directory).mode)
    ? { kind: 'read-only', path: directory, reason: 'the directory is read-only' }
    : undefined;
}

function isReadOnly(path: string, mode: number): boolean {
  if ((mode & ANY_WRITE) === 0) return true;
  try {
    accessSync(path, constants.W_OK);
    return false;
  } catch {
    return true;
  }
}

/** The directory itself, or the closest one above it that exists. */
export function nearestDirectory(directory: string): string {
  const parent = dirname(directory);
  if (parent === directory || statSync(directory, { throwIfNoEntry: false }) !== undefined) return directory;
  return nearestDirectory(parent);
}
