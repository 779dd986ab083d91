import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { isObject, parseJson } from '../domain/json.ts';
import type { AgentEnvironment, InstalledProgram } from './agent.ts';

type Places = Pick<AgentEnvironment, 'homeDir' | 'variables'>;

/** Where editors on this machine, and their servers for remote windows, unpack extensions. */
const EXTENSION_FOLDERS = [
  '.vscode/extensions',
  '.vscode-insiders/extensions',
  '.vscode-oss/extensions',
  '.vscode-server/extensions',
  '.vscode-server-insiders/extensions',
  '.cursor/extensions',
  '.windsurf/extensions',
  '.local/share/code-server/extensions',
];

/** The first program of this name on the path. Its version is that of the package around it. */
export function findPrograms({ variables }: Places, name: string): readonly InstalledProgram[] {
  const folders = (variables['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const names = [name, `${name}.cmd`, `${name}.exe`];
  const path = folders.flatMap((folder) => names.map((file) => join(folder, file))).find(isFile);
  return path === undefined ? [] : [{ kind: 'cli', path, version: versionAround(path) }];
}

/** Unpacked extensions of this id, each version once per editor. */
export function findExtensions({ homeDir }: Places, id: string): readonly InstalledProgram[] {
  const pattern = new RegExp(`^${id.replaceAll('.', String.raw`\.`)}-(\\d+\\.\\d+\\.\\d+)(?:-[\\w-]+)?$`, 'i');
  return EXTENSION_FOLDERS.flatMap((folder) => {
    const parent = join(homeDir, folder);
    return namesIn(parent).flatMap((name): readonly InstalledProgram[] => {
      const version = pattern.exec(name)?.[1];
      return version === undefined ? [] : [{ kind: 'extension', path: join(parent, name), version }];
    });
  });
}

/** Whether a process of this number runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isObject(error) && error['code'] === 'EPERM';
  }
}

/** `1.2.3` against `1.10.0`: negative where the first is older. Words behind the numbers do not count. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split(/[.-]/).slice(0, 3).map(Number));
  const difference = [0, 1, 2].map((part) => (a?.[part] ?? 0) - (b?.[part] ?? 0)).find((part) => part !== 0);
  return difference ?? 0;
}

function versionAround(path: string): string | undefined {
  try {
    return versionAbove(dirname(realpathSync(path)));
  } catch {
    return undefined;
  }
}

/** Of the closest package above a folder that has a version; `package.json` files without one only set a module type. */
function versionAbove(folder: string): string | undefined {
  const manifest = parseJson(textOf(join(folder, 'package.json')) ?? '');
  if (isObject(manifest) && typeof manifest['version'] === 'string') return manifest['version'];
  const parent = dirname(folder);
  return parent === folder ? undefined : versionAbove(parent);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
