import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AgentEnvironment, AgentId } from '../../../../src/clients/agent.ts';
import { AgentSetup } from '../../../../src/clients/agentSetup.ts';
import { agents } from '../../../../src/clients/agents.ts';

export const KEY = 'sk-test-agent-key-0001';
export const CHOICE = {
  baseUrl: 'http://127.0.0.1:4000',
  planModel: 'coding',
  actModel: 'coding',
  modelInfo: { contextWindow: 200_000, maxTokens: 8192, supportsImages: true, inputPrice: 3, outputPrice: 15 },
};

/** A user's home in a temporary directory, removed when the test ends, and one agent in it. */
export class AgentHome {
  readonly root: string = mkdtempSync(join(tmpdir(), 'torii-agent-'));
  readonly home: string = join(this.root, 'user');
  readonly setup: AgentSetup;
  readonly environment: AgentEnvironment;
  #now = 1_700_000_000_000;

  constructor(id: AgentId, changes: Partial<AgentEnvironment> = {}) {
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
    mkdirSync(this.home);
    const toriiHome = join(this.root, 'torii');
    this.environment = { homeDir: this.home, variables: {}, platform: 'linux', toriiHome, ...changes };
    this.setup = new AgentSetup(agents[id], this.environment, { now: () => this.#now++ });
  }

  put(name: string, text: string, mode = 0o644): string {
    const path = join(this.home, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  }

  read(name: string): string {
    return readFileSync(join(this.home, name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(join(this.home, name));
  }

  mode(name: string): number {
    return statSync(join(this.home, name)).mode & 0o777;
  }

  /** Every file below the user's home, with modes and bytes. */
  picture(): readonly string[] {
    return readdirSync(this.home, { recursive: true, withFileTypes: true })
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return `${path} ${statSync(path).mode.toString(8)} ${entry.isFile() ? readFileSync(path).toString('base64') : ''}`;
      })
      .toSorted();
  }
}
