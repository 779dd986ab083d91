import { lstat, readdir, readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from '../../config/home.ts';
import type { LedgerProbe } from '../../domain/doctor.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Check } from '../check.ts';
import { type Finding, failure, ok, skipped, warning } from '../finding.ts';

export interface DiskLimits {
  /** Bytes free below which it is time to make room, and below which the ledger may fail. */
  readonly low: number;
  readonly full: number;
}

const MB = 1024 * 1024;
const DISK_LIMITS: DiskLimits = { low: 1024 * MB, full: 100 * MB };
const OTHERS = 0o077;

export interface MachinePorts {
  readonly home: Home;
  readonly platform: NodeJS.Platform;
  readonly ledger: LedgerProbe;
  /** Of the running program, e.g. `24.1.0`. */
  readonly nodeVersion: string;
  /** Major version that SQLite's binary needs. */
  readonly oldestNode: number;
  /** Reads every page of the ledger: for a process that serves nobody meanwhile. */
  readonly wholeLedger: boolean;
  readonly diskLimits?: DiskLimits | undefined;
}

/** The program itself, and the home that it keeps everything in. */
export function machineChecks(ports: MachinePorts): readonly Check[] {
  return [
    { id: 'node-version', run: () => [checkNode(ports)] },
    { id: 'native-module', run: () => [checkNative(ports)] },
    { id: 'home-permissions', run: () => checkPermissions(ports) },
    { id: 'disk-space', run: () => checkDisk(ports) },
    { id: 'ledger-integrity', run: () => [checkLedger(ports)] },
    { id: 'master-key', run: () => checkHomeKey(ports) },
  ];
}

function isTooOld({ nodeVersion, oldestNode }: MachinePorts): boolean {
  return Number.parseInt(nodeVersion, 10) < oldestNode;
}

function checkNode(ports: MachinePorts): Finding {
  const values = { version: ports.nodeVersion, oldest: ports.oldestNode };
  return isTooOld(ports) ? failure('node-too-old', values) : ok('node-ok', values);
}

/** On a Node that is too old the module would end the process: it is left alone there. */
function checkNative(ports: MachinePorts): Finding {
  if (isTooOld(ports)) return skipped('native-skipped');
  try {
    return ok('native-ok', { version: ports.ledger.nativeVersion() });
  } catch (thrown) {
    return { ...failure('native-broken'), words: messageOf(thrown) };
  }
}

async function checkPermissions({ home, platform }: MachinePorts): Promise<readonly Finding[]> {
  if (platform === 'win32') return [skipped('home-windows')];
  const names = await readdir(home.directory).catch(() => undefined);
  if (names === undefined) return [failure('home-missing', { folder: home.directory })];
  const secret = names.filter((name) => /\.key$|^torii\.db|^config\.yaml$|^gateway\.url$/.test(name));
  const paths = [home.directory, ...secret.map((name) => join(home.directory, name))];
  const open = await Promise.all(paths.map(async (path) => ((await isOpen(path)) ? [path] : [])));
  const list = open.flat();
  if (list.length === 0) return [ok('home-ok', { folder: home.directory })];
  return list.map((path) => failure('home-open', { path }, path));
}

async function isOpen(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && !found.isSymbolicLink() && (found.mode & OTHERS) !== 0;
}

async function checkDisk({ home, diskLimits = DISK_LIMITS }: MachinePorts): Promise<readonly Finding[]> {
  const disk = await statfs(home.directory).catch(() => undefined);
  if (disk === undefined) return [skipped('home-missing', { folder: home.directory })];
  const free = disk.bavail * disk.bsize;
  const values = { megabytes: Math.floor(free / MB), folder: home.directory };
  if (free < diskLimits.full) return [failure('disk-full', values)];
  return [free < diskLimits.low ? warning('disk-low', values) : ok('disk-ok', values)];
}

function checkLedger(ports: MachinePorts): Finding {
  const { home, ledger, wholeLedger } = ports;
  if (isTooOld(ports)) return skipped('native-skipped');
  const health = ledger.check(wholeLedger);
  const file = home.databaseFile;
  switch (health.kind) {
    case 'absent':
      return skipped('ledger-absent', { file });
    case 'sound': {
      const megabytes = Math.ceil(health.bytes / MB);
      return ok(health.whole ? 'ledger-ok' : 'ledger-opens', { file, megabytes });
    }
    case 'damaged':
      return { ...failure('ledger-damaged', { file }), words: health.reason };
    default:
      return { ...failure('ledger-unusable', { file }), words: health.reason };
  }
}

async function checkHomeKey({ home }: MachinePorts): Promise<readonly Finding[]> {
  const file = home.masterKeyFile;
  try {
    const key = (await readFile(file, 'utf8')).trim();
    return [/^sk-\S{6,}$/.test(key) ? ok('home-key-ok', { file }) : failure('home-key-malformed', { file })];
  } catch (thrown) {
    const absent = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    if (absent) return [warning('home-key-absent', { file })];
    return [{ ...failure('home-key-unreadable', { file }), words: messageOf(thrown) }];
  }
}
