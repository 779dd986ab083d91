/**
 * The real Cline CLI, run without a terminal. Facts about 3.0.65:
 * - `cline --json "two or more words"` runs one task in act mode with auto-approval and ends; a single bare word is
 *   taken for a command. Events come as JSON lines; the last is `run_result` with `finishReason` and `text`.
 * - Without `-P`, `-k`, `-m` everything comes from <data dir>/settings/providers.json (`lastUsedProvider`), which each
 *   run saves again. There is no flag for a base URL.
 * - It starts a background hub on a fixed port that outlives it, unless CLINE_SESSION_BACKEND_MODE=local.
 * - `--config` and `--data-dir` exist, but HOME and CLINE_DIR suffice. HTTP_PROXY is obeyed, so NO_PROXY is set.
 * - Telemetry is off with `telemetryOptOut` in <data dir>/settings/global-settings.json, updates with CLINE_NO_AUTO_UPDATE=1.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../support/removeFolder.ts';
import { toolEnvironment } from '../tools/install.ts';
import { cline } from '../tools/programs.ts';
import { runProgram } from './runProgram.ts';

const RUN_LIMIT_MS = 120_000;

export interface ClineRun {
  readonly exitCode: number | null;
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** The last event: `run_result`. */
  readonly result: Readonly<Record<string, unknown>> | undefined;
  /** All that it printed, for a failed test. */
  readonly output: string;
}

/** Directory of the installed CLI's node_modules. */
export async function clineModules(): Promise<string> {
  return join((await cline()).directory, 'node_modules');
}

/** A user of Cline: a home and a workspace in a temporary directory. */
export class ClineUser {
  readonly root: string = mkdtempSync(join(tmpdir(), 'torii-external-cline-'));
  readonly home: string = join(this.root, 'home');
  readonly workspace: string = join(this.root, 'workspace');
  readonly dataDir: string = join(this.home, '.cline', 'data');

  constructor() {
    mkdirSync(this.workspace, { recursive: true });
    mkdirSync(join(this.dataDir, 'settings'), { recursive: true });
    writeFileSync(join(this.dataDir, 'settings', 'global-settings.json'), '{"telemetryOptOut":true}');
  }

  /** Runs one task to its end. No flag names a provider, model, key or address. */
  async run(task: string, flags: readonly string[] = []): Promise<ClineRun> {
    const program = (await cline()).bin('cline');
    const { events, ...run } = await runProgram(program, ['--json', '--cwd', this.workspace, ...flags, task], {
      env: this.#environment(),
      timeout: RUN_LIMIT_MS,
    });
    const result = events.find((event) => event['type'] === 'run_result');
    return { ...run, events, result };
  }

  async dispose(): Promise<void> {
    await removeFolder(this.root);
  }

  #environment(): Record<string, string> {
    return {
      PATH: toolEnvironment()['PATH'] ?? '',
      HOME: this.home,
      NO_PROXY: '127.0.0.1,localhost',
      no_proxy: '127.0.0.1,localhost',
      CLINE_SESSION_BACKEND_MODE: 'local',
      CLINE_NO_AUTO_UPDATE: '1',
    };
  }
}
