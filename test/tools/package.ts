/**
 * Packs what is in dist/: `dist/torii.vsix` for every platform, and `dist/torii-<target>.vsix` for one each (`--all`: all of them,
 * else the one of this machine). Refuses packages that are too large, or hold what nobody needs.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** By the editor's name of a target, the binary it needs. */
const BINARIES = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'alpine-x64': 'linuxmusl-x64',
  'alpine-arm64': 'linuxmusl-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64',
  'win32-arm64': 'win32-arm64',
} as const;
type Target = keyof typeof BINARIES;
const TARGETS = Object.keys(BINARIES) as Target[];

const MB = 1024 * 1024;
const MOST_BYTES = { universal: 12 * MB, platform: 4 * MB };
const PREBUILDS = '!dist/vendor/better-sqlite3/prebuilds/*.node';
/** Sources, maps and what else a build leaves behind. */
const UNWANTED =
  /\.(?:map|ts|tsx|c|cc|cpp|h|gyp|gypi|o|a|pdb|log|env|db)$|(?:^|\/)(?:node_modules|src|test|docs|\.git)\//;

const scratch = mkdtempSync(join(tmpdir(), 'torii-package-'));
/** Packages that are made at the same time: the editor's packer uses one core. */
const TOGETHER = 2;
try {
  const waiting = [undefined, ...(process.argv.includes('--all') ? TARGETS : ownTarget())];
  const packAll = async (): Promise<void> => {
    while (waiting.length > 0) await pack(waiting.shift());
  };
  await Promise.all(Array.from({ length: TOGETHER }, packAll));
} finally {
  rmSync(scratch, { recursive: true });
}

function ownTarget(): readonly Target[] {
  return TARGETS.filter((target) => target === `${process.platform}-${process.arch}`);
}

async function pack(target: Target | undefined): Promise<void> {
  const file = target === undefined ? 'dist/torii.vsix' : `dist/torii-${target}.vsix`;
  const allowed = readFileSync('.vscodeignore', 'utf8');
  if (!allowed.includes(PREBUILDS)) throw new Error(`.vscodeignore must name ${PREBUILDS}`);
  const list = join(scratch, `${target ?? 'universal'}.ignore`);
  writeFileSync(list, target === undefined ? allowed : allowed.replace('*.node', `${BINARIES[target]}.node`));
  const listing = ['--ignoreFile', list, '--no-dependencies'];
  checkContent((await vsce('ls', ...listing)).split('\n'), target === undefined ? TARGETS.length : 1);
  await vsce(
    'package',
    ...listing,
    '--allow-missing-repository',
    '--allow-star-activation',
    '--no-rewrite-relative-links',
    ...(target === undefined ? [] : ['--target', target]),
    '--out',
    file,
  );
  checkSize(file, target === undefined ? MOST_BYTES.universal : MOST_BYTES.platform);
}

async function vsce(...args: readonly string[]): Promise<string> {
  const program = fileURLToPath(import.meta.resolve('@vscode/vsce/vsce'));
  const { stdout } = await promisify(execFile)('node', [program, ...args], { maxBuffer: MB });
  return stdout;
}

function checkContent(names: readonly string[], binaries: number): void {
  const unwanted = names.filter((name) => UNWANTED.test(name));
  if (unwanted.length > 0) throw new Error(`These do not belong into a package: ${unwanted.join(', ')}`);
  const found = names.filter((name) => name.endsWith('.node')).length;
  if (found !== binaries) throw new Error(`The package holds ${found} binaries of SQLite, not ${binaries}`);
}

function checkSize(file: string, most: number): void {
  const { size } = statSync(file);
  const megabytes = (size / MB).toFixed(2);
  if (size > most) throw new Error(`${file} is ${megabytes} MB; at most ${most / MB} MB are allowed`);
  console.log(`${file}: ${megabytes} MB`);
}
