import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** State of a listening socket in `/proc/net/tcp`. Source: Linux's net/tcp_states.h. */
const LISTENING = '0A';

/**
 * The program that listens on a TCP port, e.g. `node (process 1234)`. Undefined where the system does not tell: only
 * Linux does, and only of the user's own processes.
 */
export function findPortOwner(port: number): string | undefined {
  const sockets = new Set([...listeners('/proc/net/tcp', port), ...listeners('/proc/net/tcp6', port)]);
  if (sockets.size === 0) return undefined;
  const pid = list('/proc').find((name) => /^\d+$/.test(name) && holds(name, sockets));
  return pid === undefined ? undefined : `${nameOf(pid)} (process ${pid})`;
}

/** Of its command line: threads of Node have names of their own. */
function nameOf(pid: string): string {
  const [program = ''] = read(`/proc/${pid}/cmdline`).split('\0', 1);
  return program === '' ? read(`/proc/${pid}/comm`).trim() : basename(program);
}

/** Inodes of the sockets that listen on a port. */
function listeners(table: string, port: number): readonly string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return read(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(wanted) && state === LISTENING)
    .flatMap((fields) => fields[9] ?? []);
}

function holds(pid: string, sockets: ReadonlySet<string>): boolean {
  return list(`/proc/${pid}/fd`).some((fd) => {
    const inode = /^socket:\[(\d+)\]$/.exec(target(`/proc/${pid}/fd/${fd}`))?.[1];
    return inode !== undefined && sockets.has(inode);
  });
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}
