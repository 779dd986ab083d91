/** LiteLLM's own Python client, and a script written against LiteLLM, against the built gateway: neither knows what answers. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolder } from '../support/removeFolder.ts';
import { litellm } from '../tools/programs.ts';
import { runProgram } from './runProgram.ts';
import { startToriiGateway, type ToriiGateway } from './toriiGateway.ts';

const MASTER_KEY = 'sk-test-external-master';
const RUN_LIMIT_MS = 120_000;

let python: string;
let gateway: ToriiGateway;

beforeAll(async () => {
  python = (await litellm()).bin('python3');
  gateway = await startToriiGateway(
    {
      model_list: [{ model_name: 'demo-chat', litellm_params: { model: 'demo/chat' } }],
      general_settings: { master_key: MASTER_KEY },
    },
    MASTER_KEY,
  );
});

afterAll(async () => {
  await gateway?.stop();
});

/** What a Python script prints as its last line. */
async function runScript(name: string): Promise<Record<string, unknown>> {
  const home = mkdtempSync(join(tmpdir(), 'torii-external-python-'));
  try {
    const run = await runProgram(python, [join(import.meta.dirname, name)], {
      timeout: RUN_LIMIT_MS,
      cwd: home,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: home,
        PROXY_BASE_URL: gateway.baseUrl,
        PROXY_MASTER_KEY: MASTER_KEY,
        PROXY_MODEL: 'demo-chat',
        PROXY_NEW_MODEL: 'demo/chat',
        LITELLM_LOCAL_MODEL_COST_MAP: 'True',
        NO_PROXY: '127.0.0.1,localhost',
        no_proxy: '127.0.0.1,localhost',
      },
    });
    expect(run.exitCode, run.output).toBe(0);
    return run.events.at(-1) ?? {};
  } finally {
    await removeFolder(home);
  }
}

describe('programs written for LiteLLM', () => {
  it('manage budgets, teams, users and keys with plain requests', async () => {
    expect(await runScript('litellmScript.py')).toEqual({
      members: ['ann', 'bob'],
      answer: 'assistant',
      spend_known: true,
      max_budget: 7,
      listed: ['ci'],
      deleted: 1,
      status: 'deleted',
      users_deleted: 1,
    });
  });

  it('use LiteLLM’s proxy client: models, groups, chat, keys, users and teams', async () => {
    expect(await runScript('litellmClient.py')).toMatchObject({
      models: ['demo-chat'],
      info: ['demo-chat'],
      groups: ['demo-chat'],
      added: 'added-1',
      got: 'added',
      answer: 'assistant',
      chunks: true,
      key: 'client',
      key_info: 'client',
      keys: 1,
      refused: true,
      deleted: 1,
      user: 'eve',
      users: expect.arrayContaining(['eve']),
      user_info: 'eve',
      teams: ['tools'],
      teams_v2: 1,
      available: [],
    });
  });
});
