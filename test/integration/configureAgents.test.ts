import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runConfigure } from '../../src/cli/configure.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';

const ONE_MODEL = 'model_list:\n  - model_name: coding\n    litellm_params: { model: demo/chat }\n';
const TWO_MODELS = `${ONE_MODEL}  - model_name: thinker\n    litellm_params: { model: demo/chat }\n`;

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** A user beside a running gateway, at a terminal that says `answer` to every question. */
class TestUser {
  readonly gateway: TestGateway;
  readonly home: string;
  readonly #variables: Record<string, string>;

  constructor(gateway: TestGateway) {
    this.gateway = gateway;
    this.home = join(gateway.directory, 'user');
    mkdirSync(this.home);
    this.#variables = { TORII_HOME: join(gateway.directory, 'home') };
  }

  async configure(args: readonly string[], answer?: boolean): Promise<Outcome> {
    const out: string[] = [];
    const error: string[] = [];
    const code = await runConfigure(args, {
      homeDir: this.home,
      variables: this.#variables,
      platform: 'linux',
      clock: { now: () => Date.now() },
      print: (text) => void out.push(text),
      printError: (text) => void error.push(text),
      ask: answer === undefined ? undefined : () => Promise.resolve(answer),
    });
    return { code, out: out.join(''), error: error.join('') };
  }

  read(name: string): string {
    return readFileSync(join(this.home, name), 'utf8');
  }

  claudeKey(): string {
    return JSON.parse(this.read('.claude/settings.json')).env.ANTHROPIC_AUTH_TOKEN;
  }

  async accepts(key: string): Promise<boolean> {
    return (await this.gateway.call('/v1/models', undefined, { authorization: `Bearer ${key}` })).status === 200;
  }

  async keyInfo(key: string): Promise<{ readonly status: number; readonly info?: Record<string, unknown> }> {
    const answer = await this.gateway.call(`/key/info?key=${key}`);
    const body = (await answer.json()) as { info?: Record<string, unknown> };
    return { status: answer.status, ...(body.info === undefined ? {} : { info: body.info }) };
  }
}

async function newUser(config = ONE_MODEL): Promise<TestUser> {
  return new TestUser(await startTestGateway(config));
}

describe('torii configure', () => {
  it('points an agent at the running gateway with a key and a budget of its own', async () => {
    const user = await newUser();
    const { code, out, error } = await user.configure(['claude-code', '--budget', '2.5', '--yes']);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toContain(`+ env.ANTHROPIC_BASE_URL: "${user.gateway.baseUrl}"`);
    expect(out).toContain('Claude Code now uses "coding" through Torii.');
    const key = user.claudeKey();
    expect(out).not.toContain(key);
    expect(await user.keyInfo(key)).toMatchObject({ info: { key_alias: 'claude-code', max_budget: 2.5 } });
    expect([user.gateway.homeKey, 'sk-test-master']).not.toContain(key);
  });

  it('keeps the agent’s key as long as it is good, and replaces one that is gone', async () => {
    const user = await newUser(TWO_MODELS);
    await user.configure(['claude-code', '--model', 'coding', '--yes']);
    const first = user.claudeKey();
    await user.configure(['claude-code', '--model', 'thinker', '--budget', '7', '--yes']);
    expect(user.claudeKey()).toBe(first);
    expect(await user.keyInfo(first)).toMatchObject({ info: { max_budget: 7 } });
    await user.configure(['claude-code', '--model', 'thinker', '--new-key', '--yes']);
    const second = user.claudeKey();
    expect(second).not.toBe(first);
    expect(await user.accepts(first)).toBe(false);
    await user.gateway.call('/key/delete', { keys: [second] });
    await user.configure(['claude-code', '--model', 'thinker', '--yes']);
    expect(await user.accepts(user.claudeKey())).toBe(true);
  });

  it('does not take another’s key over, nor send it anywhere', async () => {
    const user = await newUser();
    const foreign = { env: { ANTHROPIC_AUTH_TOKEN: 'sk-foreign-token' } };
    mkdirSync(join(user.home, '.claude'));
    writeFileSync(join(user.home, '.claude/settings.json'), JSON.stringify(foreign));
    await user.configure(['claude-code', '--yes']);
    expect(user.claudeKey()).not.toBe('sk-foreign-token');
    expect(user.gateway.log.join('\n')).not.toContain('sk-foreign-token');
  });

  it('asks first, and writes nothing without a yes or with --dry-run', async () => {
    const user = await newUser();
    expect((await user.configure(['codex'], false)).code).toBe(1);
    expect(await user.configure(['codex'])).toMatchObject({ code: 1, error: expect.stringContaining('--yes') });
    expect((await user.configure(['codex', '--dry-run'])).out).toContain('model_providers.torii.base_url');
    expect(() => user.read('.codex/config.toml')).toThrow('ENOENT');
    expect((await user.gateway.call('/key/list').then((answer) => answer.json())) as object).toMatchObject({
      total_count: 0,
    });
    expect((await user.configure(['codex'], true)).code).toBe(0);
    expect(user.read('.codex/config.toml')).toContain('wire_api = "responses"');
  });

  it('asks which model where there are several, and knows aliases', async () => {
    const user = await newUser(`${TWO_MODELS}router_settings:\n  model_group_alias: { best: thinker }\n`);
    expect(await user.configure(['opencode', '--yes'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('Choose a model with --model: coding, thinker.'),
    });
    expect((await user.configure(['opencode', '--model', 'nope', '--yes'])).error).toContain("no chat model 'nope'");
    await user.configure(['opencode', '--act-model', 'coding', '--plan-model', 'best', '--yes']);
    expect(JSON.parse(user.read('.config/opencode/opencode.json'))).toMatchObject({
      model: 'torii/coding',
      agent: { plan: { model: 'torii/best' } },
    });
  });

  it('brings the files back, and lets the user choose where they have changed since', async () => {
    const user = await newUser();
    const file = join(user.home, '.aider.conf.yml');
    writeFileSync(file, 'dark-mode: true # night\n');
    await user.configure(['aider', '--yes']);
    writeFileSync(file, `${user.read('.aider.conf.yml')}auto-commits: false\n`);
    const refused = await user.configure(['aider', '--restore']);
    expect(refused).toMatchObject({
      code: 1,
      error: expect.stringMatching(/aider\.conf\.yml \(auto-commits\)[\s\S]*--keep-changes/),
    });
    expect((await user.configure(['aider', '--restore', '--keep-changes'])).code).toBe(0);
    expect(user.read('.aider.conf.yml')).toBe('dark-mode: true # night\nauto-commits: false\n');
    await user.configure(['aider', '--yes']);
    expect((await user.configure(['aider', '--restore'])).code).toBe(0);
    expect(user.read('.aider.conf.yml')).toBe('dark-mode: true # night\nauto-commits: false\n');
    expect(await user.configure(['aider', '--restore'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('no backup'),
    });
  });

  it('gives an old Cline lines to copy instead of a write that it would not read', async () => {
    const user = await newUser();
    mkdirSync(join(user.home, '.vscode/extensions/saoudrizwan.claude-dev-3.60.1'), { recursive: true });
    const { code, out, error } = await user.configure(['cline', '--yes']);
    expect(code).toBe(1);
    expect(error).toContain('Cline 3.60.1 keeps its settings inside the editor');
    const key = /API Key: (sk-\S+)/.exec(out)?.[1] ?? '';
    expect(out).toContain(`Base URL: ${user.gateway.baseUrl}`);
    expect(await user.keyInfo(key)).toMatchObject({ info: { key_alias: 'cline' } });
    expect(() => user.read('.cline/data/globalState.json')).toThrow('ENOENT');
  });

  it('writes Cline’s files where --data-dir says', async () => {
    const user = await newUser();
    const data = join(user.home, 'elsewhere');
    expect(await user.configure(['cline', '--data-dir', data, '--yes'])).toMatchObject({ code: 0, error: '' });
    expect(JSON.parse(user.read('elsewhere/globalState.json'))).toMatchObject({ liteLlmBaseUrl: user.gateway.baseUrl });
    expect(user.read('elsewhere/settings/providers.json')).toContain('"litellm"');
    expect(() => user.read('.cline/data/globalState.json')).toThrow('ENOENT');
  });

  it.each([
    [['nobody'], /nobody is not one that can be configured/],
    [[], /no agent/],
    [['codex', '--budget', 'much'], /--budget: 'much'/],
    [['codex', '--nope'], /--nope/],
    [['codex', 'cline'], /one agent at a time/],
    [['codex', '--overwrite'], /go with --restore/],
  ])('ends with 2 for %j', async (args, reason) => {
    const { code, error } = await (await newUser()).configure(args);
    expect(code).toBe(2);
    expect(error).toMatch(reason);
  });

  it('prints its help', async () => {
    const { code, out } = await (await newUser()).configure(['--help']);
    expect(code).toBe(0);
    for (const word of ['claude-code', 'copilot-chat', '--restore', '--data-dir', '--base-url'])
      expect(out).toContain(word);
  });
});

describe('the gateway that torii configure talks to', () => {
  it('is found by the note in its home, which goes when it ends', async () => {
    const user = await newUser();
    const note = join(user.gateway.directory, 'home', 'gateway.url');
    expect(readFileSync(note, 'utf8').split('\n')[0]).toBe(user.gateway.baseUrl);
    await user.gateway.close(0);
    expect(() => readFileSync(note)).toThrow('ENOENT');
    const gone = await user.configure(['codex', '--base-url', user.gateway.baseUrl, '--yes']);
    expect(gone).toMatchObject({ code: 1, error: expect.stringMatching(/No gateway runs at .*Start it with "torii"/) });
  });

  it('has to prove that it is this home’s before it is sent a key', async () => {
    const user = await newUser();
    const seen: string[] = [];
    const stranger = createServer((request, response) => {
      seen.push(JSON.stringify([request.url, request.headers]));
      response.end('{"product":"torii","version":"1","proof":"00"}');
    });
    await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void stranger.close());
    const url = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    const { code, error } = await user.configure(['codex', '--base-url', url, '--yes']);
    expect({ code, error }).toMatchObject({ code: 1, error: expect.stringContaining('no key was sent to it') });
    expect(seen.join()).not.toContain(user.gateway.homeKey);
  });

  it('is on this machine', async () => {
    const { error } = await (await newUser()).configure(['codex', '--base-url', 'http://example.com:4000', '--yes']);
    expect(error).toContain('a gateway on this machine only');
  });
});

describe('torii configure --list', () => {
  it('shows what is found, and when an agent has read its models', async () => {
    const user = await newUser();
    mkdirSync(join(user.home, '.vscode/extensions/saoudrizwan.claude-dev-4.1.13'), { recursive: true });
    await user.configure(['cline', '--yes']);
    const { liteLlmApiKey } = JSON.parse(user.read('.cline/data/secrets.json'));
    await fetch(`${user.gateway.baseUrl}/v1/model/info`, { headers: { 'x-litellm-api-key': liteLlmApiKey } });
    const { code, out } = await user.configure(['--list']);
    expect(code).toBe(0);
    expect(out).toMatch(/^cline +extension 4\.1\.13; .*\.cline\/data; read its models at 20/m);
    expect(out).toMatch(/^aider +not found$/m);
  });

  it('works without a gateway', async () => {
    const user = await newUser();
    await user.gateway.close(0);
    rmSync(join(user.gateway.directory, 'home', 'master.key'));
    expect(await user.configure(['--list'])).toMatchObject({ code: 0, error: '' });
  });
});

describe('what agents tell the gateway by reading the list of models', () => {
  it('is kept by key, newest first, for administrators', async () => {
    const user = await newUser();
    await user.configure(['claude-code', '--yes']);
    const headers = { authorization: `Bearer ${user.claudeKey()}`, 'user-agent': 'Cline/4.0.12 linux' };
    await fetch(`${user.gateway.baseUrl}/model/info`, { headers });
    const answer = await user.gateway.call('/torii/agents');
    expect(await answer.json()).toEqual({
      agents: [{ keyAlias: 'claude-code', client: 'Cline/4.0.12', modelsReadAt: expect.any(Number) }],
    });
    expect((await fetch(`${user.gateway.baseUrl}/torii/agents`, { headers })).status).toBe(401);
  });
});
