import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeAt, prepareHome } from '../../src/config/home.ts';
import { type BenchServer, startServer } from './processes.ts';
import { seedLedger } from './seedLedger.ts';

/** A server that answers chats. */
export interface Target {
  readonly name: string;
  readonly url: string;
  readonly process: ChildProcess;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ToriiTarget extends Target {
  /** From the start of the process, or of the worker thread, until it listens. */
  readonly readyMs: number;
  /** Memory of a worker's host before the worker was there; 0 for the program. */
  readonly hostMb: number;
}

export const MASTER_KEY = 'sk-test-bench';
const JSON_TYPE = { 'content-type': 'application/json' };

interface TargetOptions {
  readonly home?: string;
  /** The config's `model_list`; the bench's upstream where it is left out. */
  readonly models?: string;
  /** Options of Node for the program. */
  readonly node?: readonly string[];
  /** Sections of the config beside `model_list`. */
  readonly settings?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

interface SeededHome {
  readonly directory: string;
  readonly homeKey: string;
}

/** What a row measures against; everything on loopback. */
export class Bench {
  readonly upstream: BenchServer;
  readonly direct: Target;
  readonly bare: Target;
  readonly #opened: (() => void)[];
  readonly #homes = new Map<number, Promise<SeededHome>>();

  private constructor(upstream: BenchServer, bare: BenchServer) {
    this.upstream = upstream;
    this.direct = { name: 'direct', ...upstream, headers: JSON_TYPE };
    this.bare = { name: 'bare pass-through', ...bare, headers: JSON_TYPE };
    this.#opened = [upstream, bare].map((server) => () => void server.process.kill('SIGKILL'));
  }

  /** Whatever is started goes with this process, however that ends; after `mostMinutes` it ends by itself. */
  static async start(mostMinutes = 30): Promise<Bench> {
    const upstream = await startServer(['test/bench/upstream.ts']);
    const bench = new Bench(upstream, await startServer(['test/bench/passThrough.ts', upstream.url]));
    process.once('exit', () => bench.close());
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
    setTimeout(() => {
      console.error(`not done after ${mostMinutes} minutes`);
      process.exit(1);
    }, mostMinutes * 60_000).unref();
    return bench;
  }

  /** A gateway of its own, with a home of its own unless one is given, and a key with a budget: every feature is on. */
  async startTorii(how: 'program' | 'worker', given: TargetOptions = {}): Promise<ToriiTarget> {
    const home = given.home ?? this.scratch();
    const config = join(home, 'bench.yaml');
    writeFileSync(config, (given.models ?? openAiModels(this.upstream.url)) + (given.settings ?? ''));
    const entry = how === 'program' ? 'dist/headless.cjs' : 'test/bench/workerHost.ts';
    const begun = performance.now();
    const server = await startServer([...(given.node ?? []), entry, '--config', config, '--port', '0'], {
      TORII_HOME: home,
      LITELLM_MASTER_KEY: MASTER_KEY,
      ...given.environment,
    });
    const [, ready = performance.now() - begun, host = 0] = /ready=(\S+) host=(\S+)/.exec(server.said) ?? [];
    this.#opened.push(() => void server.process.kill('SIGKILL'));
    const authorization = `Bearer ${await makeKey(server.url)}`;
    return {
      name: `Torii (${how})`,
      ...server,
      headers: { ...JSON_TYPE, authorization },
      readyMs: Number(ready),
      hostMb: Number(host),
    };
  }

  /** A folder that goes with the bench. */
  scratch(): string {
    const folder = mkdtempSync(join(tmpdir(), 'torii-bench-'));
    this.#opened.push(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }

  /** A home whose ledger has so many rows; several parts share it. */
  seededHome(rows: number): Promise<SeededHome> {
    const known = this.#homes.get(rows) ?? this.#seed(rows);
    this.#homes.set(rows, known);
    return known;
  }

  async #seed(rows: number): Promise<SeededHome> {
    const home = homeAt(this.scratch());
    const homeKey = await prepareHome(home);
    await seedLedger(home.databaseFile, rows);
    return { directory: home.directory, homeKey };
  }

  /** Ends one target before the others. */
  async stop({ process: child }: Pick<Target, 'process'>, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.kill(signal)) await exited;
  }

  onClose(close: () => void): void {
    this.#opened.push(close);
  }

  close(): void {
    for (const close of this.#opened.splice(0).reverse()) close();
  }
}

/** The `model_list` of a config that asks the bench's upstream. */
export function openAiModels(upstream: string): string {
  const priced = 'input_cost_per_token: 0.000003, output_cost_per_token: 0.000015';
  return `model_list:
  - { model_name: bench, litellm_params: { model: openai/bench, api_base: "${upstream}/v1", api_key: none, ${priced} } }
  - { model_name: alias, litellm_params: { model: openai/bench, api_base: "${upstream}/v1", api_key: none, ${priced} } }
`;
}

/** A virtual key, with a budget unless other fields are given, made by a gateway whose admin key is the bench's. */
export async function makeKey(url: string, fields: object = { max_budget: 1_000_000 }): Promise<string> {
  const answer = await fetch(`${url}/key/generate`, {
    method: 'POST',
    headers: { ...JSON_TYPE, authorization: `Bearer ${MASTER_KEY}` },
    body: JSON.stringify(fields),
  });
  const { key }: { key?: unknown } = JSON.parse(await answer.text());
  if (typeof key !== 'string') throw new Error(`no key: status ${answer.status}`);
  return key;
}
