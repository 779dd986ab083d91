/**
 * The real Claude Code CLI, run without a terminal. Facts about 2.1.329:
 * - `claude -p "…" --model NAME --output-format stream-json --verbose` runs one task and ends; events come as JSON
 *   lines, the last is of type `result` with `subtype`, `is_error` and `result`.
 * - ANTHROPIC_BASE_URL and ANTHROPIC_AUTH_TOKEN point it at a gateway; a fresh HOME works without login.
 * - It waits for stdin where that is no terminal, so it gets none.
 * - HTTP_PROXY is obeyed, so NO_PROXY is set.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../support/removeFolder.ts';
import { toolEnvironment } from '../tools/install.ts';
import { claudeCode } from '../tools/programs.ts';
import { runProgram } from './runProgram.ts';

const RUN_LIMIT_MS = 120_000;

export interface ClaudeCodeRun {
  readonly exitCode: number | null;
  /** The last event: `result`. */
  readonly result: Readonly<Record<string, unknown>> | undefined;
  /** All that it printed, for a failed test. */
  readonly output: string;
}

/** A user of Claude Code: a home and a workspace in a temporary directory. */
export class ClaudeCodeUser {
  readonly root: string = mkdtempSync(join(tmpdir(), 'torii-external-claude-'));
  readonly home: string = join(this.root, 'home');
  readonly workspace: string = join(this.root, 'workspace');

  constructor() {
    mkdirSync(this.home);
    mkdirSync(this.workspace);
  }

  /** Runs one task to its end. */
  async run(
    task: string,
    gateway: { readonly baseUrl: string; readonly apiKey: string; readonly model: string },
    flags: readonly string[] = [],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<ClaudeCodeRun> {
    const program = (await claudeCode()).bin('claude');
    const format = ['--output-format', 'stream-json', '--verbose'];
    const args = ['-p', task, '--model', gateway.model, ...format, ...flags];
    const { events, ...run } = await runProgram(program, args, {
      cwd: this.workspace,
      env: { ...this.#environment(gateway), ...variables },
      timeout: RUN_LIMIT_MS,
    });
    const result = events.findLast((event) => event['type'] === 'result');
    return { ...run, result };
  }

  async dispose(): Promise<void> {
    await removeFolder(this.root);
  }

  #environment(gateway: { readonly baseUrl: string; readonly apiKey: string }): Record<string, string> {
    return {
      PATH: toolEnvironment()['PATH'] ?? '',
      HOME: this.home,
      NO_PROXY: '127.0.0.1,localhost',
      no_proxy: '127.0.0.1,localhost',
      ANTHROPIC_BASE_URL: gateway.baseUrl,
      ANTHROPIC_AUTH_TOKEN: gateway.apiKey,
      DISABLE_TELEMETRY: '1',
      DISABLE_AUTOUPDATER: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      CLAUDE_CODE_MAX_RETRIES: '0',
    };
  }
}
