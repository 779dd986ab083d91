/**
 * Real coding agents, run without a terminal on the settings that they find in their user's home. Facts:
 * - Cline 3.0.65, Claude Code 2.1.329, Codex 0.169.0: see clineProgram.ts, claudeCodeProgram.ts, codexProgram.ts.
 * - opencode 1.18.33 and Kilo Code 7.7.7: `run "…"` does one task. They load the provider's npm package from their own
 *   binary, and look for a list of models on the network, which they can do without.
 * - Continue 1.5.47: `cn -p "…"`; tools that change something need `--auto`.
 * - aider 0.86.2: `--message "…"` does one task; for a model that it does not know, an answer is whole files. It has no
 *   tools of its own.
 */
import type { AgentId } from '../../src/clients/agent.ts';
import type { InstalledTool } from '../tools/install.ts';
import { aider, claudeCode, cline, codex, continueCli, kiloCode, openCode } from '../tools/programs.ts';

export interface AgentProgram {
  readonly id: AgentId;
  readonly tool: () => Promise<InstalledTool>;
  readonly bin: string;
  /** Arguments for one task. */
  readonly args: (task: string) => readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** The call by which it reads a file. Undefined: it has no tools. */
  readonly read: ((file: string) => { readonly name: string; readonly input: object }) | undefined;
  /** Its settings, below the user's home, and what a user has written there before. */
  readonly settings: { readonly file: string; readonly text: string };
  /** A setting that the program writes there by itself when it runs. */
  readonly ownSetting?: string;
}

export const AGENT_PROGRAMS: readonly AgentProgram[] = [
  {
    id: 'cline',
    tool: cline,
    bin: 'cline',
    args: (task) => ['--json', task],
    variables: { CLINE_SESSION_BACKEND_MODE: 'local', CLINE_NO_AUTO_UPDATE: '1' },
    read: (file) => ({ name: 'read_files', input: { files: [{ path: file }] } }),
    settings: {
      file: '.cline/data/globalState.json',
      text: '{\n  "actModeApiProvider": "openrouter",\n  "mode": "act"\n}',
    },
  },
  {
    id: 'claude-code',
    tool: claudeCode,
    bin: 'claude',
    args: (task) => ['-p', task],
    variables: { DISABLE_TELEMETRY: '1', DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' },
    read: (file) => ({ name: 'Read', input: { file_path: file } }),
    settings: { file: '.claude/settings.json', text: '{\n    "env": { "MINE": "1" }\n}' },
  },
  {
    id: 'codex',
    tool: codex,
    bin: 'codex',
    args: (task) => ['exec', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox', task],
    variables: {},
    read: (file) => ({ name: 'exec_command', input: { cmd: `cat ${file}` } }),
    settings: {
      file: '.codex/config.toml',
      text: '# mine\nmodel = "gpt-5" # best\n\n[history] # none\npersistence = "none"\n',
    },
  },
  {
    id: 'opencode',
    tool: openCode,
    bin: 'opencode',
    args: (task) => ['run', task],
    variables: { OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_DISABLE_MODELS_FETCH: '1' },
    read: (file) => ({ name: 'read', input: { filePath: file } }),
    settings: {
      file: '.config/opencode/opencode.jsonc',
      text: '{\n  // mine\n  "$schema": "https://opencode.ai/config.json",\n  "share": "disabled",\n}\n',
    },
  },
  {
    id: 'kilo-code',
    tool: kiloCode,
    bin: 'kilo',
    args: (task) => ['run', '--auto', task],
    variables: { KILO_DISABLE_AUTOUPDATE: '1', KILO_DISABLE_MODELS_FETCH: '1', KILO_TELEMETRY: 'false' },
    read: (file) => ({ name: 'read', input: { filePath: file } }),
    settings: {
      file: '.config/kilo/kilo.jsonc',
      text: '{\n  // mine\n  "$schema": "https://app.kilo.ai/config.json",\n  "share": "disabled",\n}\n',
    },
    ownSetting: 'permission',
  },
  {
    id: 'continue',
    tool: continueCli,
    bin: 'cn',
    args: (task) => ['-p', task, '--auto'],
    variables: { CONTINUE_TELEMETRY_ENABLED: '0' },
    read: (file) => ({ name: 'Read', input: { filepath: file } }),
    settings: { file: '.continue/config.yaml', text: '# mine\nname: Mine # local\nversion: 0.0.1\nschema: v1\n' },
  },
  {
    id: 'aider',
    tool: aider,
    bin: 'aider',
    args: (task) => [
      '--yes-always',
      '--no-git',
      '--no-check-update',
      '--analytics-disable',
      '--message',
      task,
      'hello.txt',
    ],
    variables: {},
    read: undefined,
    settings: { file: '.aider.conf.yml', text: '## mine\npretty: false # plain\n' },
  },
];
