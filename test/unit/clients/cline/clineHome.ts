import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { cline } from '../../../../src/clients/cline/cline.ts';
import { detectCline } from '../../../../src/clients/cline/detectCline.ts';
import {
  type ConfigurationPlan,
  type ConfigurationRequest,
  planConfiguration,
} from '../../../../src/clients/planConfiguration.ts';

export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
export const clock = { now: () => NOW };
export const KEY = 'sk-test-cline-0001';

export const MODEL_INFO = {
  contextWindow: 200_000,
  maxTokens: 8192,
  supportsImages: true,
  supportsPromptCache: true,
  supportsReasoning: true,
  inputPrice: 3,
  outputPrice: 15,
  cacheWritesPrice: 3.75,
  cacheReadsPrice: 0.3,
};

/** A user's home in a temporary directory, removed when the test ends. */
export class ClineHome {
  readonly home: string;
  readonly variables: Record<string, string | undefined>;

  constructor(variables: Record<string, string | undefined> = {}) {
    this.home = mkdtempSync(join(tmpdir(), 'torii-cline-'));
    this.variables = variables;
    onTestFinished(() => rmSync(this.home, { recursive: true, force: true }));
  }

  get dataDir(): string {
    return join(this.home, '.cline', 'data');
  }

  get backupDir(): string {
    return join(this.home, 'torii', 'backups', 'cline', 'first');
  }

  path(name: string): string {
    return join(this.dataDir, name);
  }

  put(name: string, content: string | Uint8Array, mode?: number): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    if (mode !== undefined) chmodSync(path, mode);
    return path;
  }

  putJson(name: string, value: unknown, mode?: number): string {
    return this.put(name, JSON.stringify(value, null, 2), mode);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  json(name: string): Record<string, unknown> {
    const value: Record<string, unknown> = JSON.parse(this.read(name));
    return value;
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  mode(name: string): number {
    return statSync(this.path(name)).mode & 0o777;
  }

  detect() {
    const toriiHome = join(this.home, 'torii');
    return detectCline({ homeDir: this.home, variables: this.variables, platform: 'linux', toriiHome });
  }

  plan(changes: Partial<ConfigurationRequest> = {}): ConfigurationPlan {
    return planConfiguration(cline, {
      detection: this.detect(),
      baseUrl: 'http://127.0.0.1:4000',
      apiKey: KEY,
      planModel: 'claude-sonnet-4-5',
      actModel: 'claude-sonnet-4-5',
      modelInfo: MODEL_INFO,
      clock,
      ...changes,
    });
  }
}

export const ANTHROPIC_ENTRY = {
  settings: { provider: 'anthropic', apiKey: 'sk-test-anthropic', model: 'claude-opus-4', somethingNew: { a: 1 } },
  updatedAt: '2025-05-05T05:05:05.000Z',
  tokenSource: 'manual',
};
