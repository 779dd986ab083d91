/** Programs of others that the tests drive. They are installed once, on demand, outside the project's own node_modules. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..', '..');
/** Several checkouts can share what is installed. */
const CACHE = process.env['TORII_CACHE'] ?? join(ROOT, '.cache');
const CHROMIUM = '/usr/bin/chromium';
/** The browser, fonts for Japanese, and what code-server's native modules are built against. */
const DEBIAN_PACKAGES = ['chromium', 'fonts-noto-cjk', 'libkrb5-dev'];
const TRIES = 2;
const LOOK_MS = 500;

export interface InstalledTool {
  /** The folder that holds its node_modules. */
  readonly directory: string;
  /** Path of one of its programs. Run it with `toolEnvironment()`. */
  bin(name: string): string;
}

/**
 * The environment of this process with the project's own Node (24) first on the path. Without what an outer `npm run`
 * left in it: an npm below takes that for its own settings, the version of the outer Node among them.
 */
export function toolEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_'));
  const path = [join(ROOT, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
  return { ...Object.fromEntries(own), PATH: path };
}

/**
 * Installs an npm package of exactly this version into `.cache/<name>@<version>/`, unless it is there. Takes about two
 * minutes for code-server. Throws with the end of npm's output when it fails twice.
 */
export async function ensureTool(name: string, version: string): Promise<InstalledTool> {
  const directory = join(CACHE, `${name}@${version}`);
  await installOnce(directory, () => install(name, version, directory));
  return { directory, bin: (program) => join(directory, 'node_modules', '.bin', program) };
}

/**
 * Installs a package of the Python index of exactly this version into a virtual environment of its own, unless it is
 * there; `pinned` says what versions others have that it needs. Throws with the end of pip's output.
 */
export async function ensurePythonTool(
  name: string,
  version: string,
  pinned: readonly string[] = [],
): Promise<InstalledTool> {
  const directory = join(CACHE, `${name}@${version}`);
  await installOnce(directory, () => installPython([`${name}==${version}`, ...pinned], directory));
  return { directory, bin: (program) => join(directory, 'bin', program) };
}

async function installOnce(directory: string, work: () => Promise<void>): Promise<void> {
  const marker = join(directory, '.complete');
  if (existsSync(marker)) return;
  await mkdir(dirname(directory), { recursive: true });
  await alone(directory, async () => {
    if (existsSync(marker)) return;
    await work();
    await writeFile(marker, '');
  });
}

/** Does something to a place while no other process does it: the gate installs beside the tests that need what it installs. */
async function alone(place: string, work: () => Promise<void>): Promise<void> {
  let held = await hold(place);
  while (held === undefined) {
    await pause(LOOK_MS);
    held = await hold(place);
  }
  const lock = held;
  await work().finally(() => lock.close());
}

/** A socket in the kernel's own namespace as a lock: it goes with its process, however that ends. Undefined where another has it. */
function hold(place: string): Promise<Server | undefined> {
  const name = createHash('sha256').update(place).digest('hex').slice(0, 32);
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(`\0torii-install-${name}`, () => resolve(server));
  });
}

async function installPython(wanted: readonly string[], directory: string): Promise<void> {
  const made = await run('python3', ['-m', 'venv', directory], CACHE);
  const installed = await run(join(directory, 'bin', 'pip'), ['install', '--quiet', ...wanted], CACHE);
  if (installed.exitCode === 0) return;
  throw new Error(`pip could not install ${wanted.join(' ')}:\n${(made.output + installed.output).slice(-4000)}`);
}

async function install(name: string, version: string, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(
    join(directory, 'package.json'),
    JSON.stringify({ private: true, dependencies: { [name]: version } }),
  );
  let output = '';
  for (let tries = 0; tries < TRIES; tries += 1) {
    const result = await run('npm', ['install', '--no-audit', '--no-fund'], directory);
    output = result.output;
    await writeFile(join(directory, 'install.log'), output);
    if (result.exitCode === 0 && (await installedVersion(name, directory)) === version) return;
  }
  throw new Error(`npm could not install ${name}@${version}:\n${output.slice(-4000)}`);
}

async function installedVersion(name: string, directory: string): Promise<unknown> {
  const manifest: unknown = JSON.parse(await readFile(join(directory, 'node_modules', name, 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
}

/** Path of Debian's Chromium. Throws with what to do where it cannot be installed. */
export async function ensureChromium(): Promise<string> {
  await ensureDebianPackages();
  return CHROMIUM;
}

/** Installs the Debian packages that are missing. Throws with the command that a person can run where that is not possible. */
export async function ensureDebianPackages(): Promise<void> {
  if ((await missingDebianPackages()).length > 0) await alone('Debian packages', installDebianPackages);
}

async function installDebianPackages(): Promise<void> {
  const missing = await missingDebianPackages();
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) throw new Error(`Packages are missing. As root, run: apt-get update && ${command}`);
  const update = await run('apt-get', ['update'], ROOT);
  const result = await run('sh', ['-c', command], ROOT);
  if (result.exitCode === 0 && (await missingDebianPackages()).length === 0) return;
  throw new Error(`Packages could not be installed (${command}):\n${(update.output + result.output).slice(-4000)}`);
}

async function missingDebianPackages(): Promise<readonly string[]> {
  const states = await Promise.all(DEBIAN_PACKAGES.map((name) => run('dpkg-query', ['--status', name], ROOT)));
  return DEBIAN_PACKAGES.filter((_, index) => !states[index]?.output.includes('Status: install ok installed'));
}

function run(program: string, args: readonly string[], cwd: string): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: toolEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (bytes: Buffer): void => {
      output += bytes.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode: exitCode ?? 1, output }));
  });
}
