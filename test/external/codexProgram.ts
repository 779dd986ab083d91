/**
 * The real Codex CLI, run without a terminal. Facts about 0.169.0:
 * - Its settings are `$CODEX_HOME/config.toml` (`~/.codex` where that is not set). A `model_providers` entry names the
 *   address, the variable that holds the key, and `wire_api = "responses"`.
 * - `codex exec --json "…"` runs one task and ends; events come as JSON lines. Commands run in a sandbox of the kernel's
 *   that containers do not offer, so it is switched off.
 * - An unknown model name is a warning about metadata. HTTP_PROXY is obeyed, so NO_PROXY is set.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../support/removeFolder.ts';
import { toolEnvironment } from '../tools/install.ts';
import { codex } from '../tools/programs.ts';
import { runProgram } from './runProgram.ts';

const RUN_LIMIT_MS = 120_000;

export interface CodexRun {
  readonly exitCode: number | null;
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** All that it printed, for a failed test. */
  readonly output: string;
}

export interface CodexProvider {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
}

/** A user of Codex: a home and a workspace in a temporary directory. */
export class CodexUser {
  readonly root: string = mkdtempSync(join(tmpdir(), 'torii-external-codex-'));
  readonly home: string = join(this.root, 'home');
  readonly workspace: string = join(this.root, 'workspace');
  readonly #provider: CodexProvider;

  /** `settings` are more of its config.toml. */
  constructor(provider: CodexProvider, settings = '') {
    this.#provider = provider;
    const folder = join(this.home, '.codex');
    mkdirSync(this.workspace, { recursive: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'config.toml'), configOf(provider) + settings);
  }

  /** Runs one task to its end. */
  async run(task: string, flags: readonly string[] = []): Promise<CodexRun> {
    const program = (await codex()).bin('codex');
    const fixed = ['exec', '--json', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox'];
    return await runProgram(program, [...fixed, ...flags, task], {
      cwd: this.workspace,
      env: this.#environment(),
      timeout: RUN_LIMIT_MS,
    });
  }

  async dispose(): Promise<void> {
    await removeFolder(this.root);
  }

  #environment(): Record<string, string> {
    return {
      PATH: toolEnvironment()['PATH'] ?? '',
      HOME: this.home,
      TORII_KEY: this.#provider.apiKey,
      NO_PROXY: '127.0.0.1,localhost',
      no_proxy: '127.0.0.1,localhost',
    };
  }
}

function configOf({ baseUrl, model }: CodexProvider): string {
  return `model = "${model}"
model_provider = "torii"
model_reasoning_summary = "auto"

[model_providers.torii]
name = "Torii"
base_url = "${baseUrl}/v1"
env_key = "TORII_KEY"
wire_api = "responses"
`;
}
