import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { endProcess } from '../support/endProcess.ts';
import { removeFolder } from '../support/removeFolder.ts';
import { openGate } from './support/openGate.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const PROGRAM = 'dist/headless.cjs';

interface Program {
  readonly child: ChildProcess;
  readonly home: string;
  readonly directory: string;
  /** Everything printed so far. */
  output(): string;
  /** Resolves with the base URL when the program listens. */
  readonly listening: Promise<string>;
}

function run(args: readonly string[], environment: Record<string, string> = {}, directory = temporary()): Program {
  const home = join(directory, 'home');
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env['PATH'], HOME: directory, TORII_HOME: home, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => endProcess(child));
  let printed = '';
  const listening = new Promise<string>((resolve) => {
    child.stdout.on('data', (part: Buffer) => {
      printed += part.toString();
      const url = /listening on (http\S+)/.exec(printed)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  return { child, home, directory, output: () => printed, listening };
}

/** A detached program tells its log alone. */
async function readyUrl({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new Error('no output');
  for await (const line of createInterface({ input: stderr })) {
    const url = /Gateway ready baseUrl=(http\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('it ended before it was ready');
}

function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), 'torii-headless-'));
  onTestFinished(() => removeFolder(directory));
  return directory;
}

async function ended(
  args: readonly string[],
  environment?: Record<string, string>,
): Promise<{ code: number; out: string; error: string }> {
  const { child } = run(args, environment);
  if (child.stdout === null || child.stderr === null) throw new Error('no output');
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: code as number, out, error };
}

describe('the command line', () => {
  it('prints its version and its help', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await ended(['--version'])).toMatchObject({ code: 0, out: `${version}\n` });
    const help = await ended(['--help']);
    expect(help.code).toBe(0);
    for (const option of ['--config', '--port', '--host', '--detailed_debug', 'TORII_HOME'])
      expect(help.out).toContain(option);
  });

  it.each([
    ['an option it does not know', ['--nope'], /--nope/],
    ['a port that is none', ['--port', 'four'], /--port: 'four' is not a port number/],
  ])('ends with 2 for %s', async (_name, args, reason) => {
    const { code, error } = await ended(args);
    expect(code).toBe(2);
    expect(error).toMatch(reason);
  });

  it('ends with 1 and one line for a config that is missing or broken', async () => {
    const missing = await ended(['--config', '/nowhere/config.yaml', '--port', '0']);
    expect(missing).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^torii: .*\/nowhere\/config\.yaml[^\n]*\n$/m),
    });
    const file = join(temporary(), 'broken.yaml');
    writeFileSync(file, 'model_list: [\n');
    expect((await ended(['--config', file, '--port', '0'])).error).toMatch(/torii: .*broken\.yaml:\d+:\d+[^\n]*\n$/);
  });

  it('ends with 1 and names a port that is taken', async () => {
    const stranger = createServer();
    stranger.listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    onTestFinished(() => void stranger.close());
    const { port } = stranger.address() as AddressInfo;
    const { code, error } = await ended(['--port', String(port)]);
    expect(code).toBe(1);
    expect(error).toContain(`Port ${port}`);
  });
});

describe('the first start', () => {
  it('makes a home with a key that only its owner reads, a config and a ledger', async () => {
    const program = run(['--port', '0']);
    const url = await program.listening;
    const key = readFileSync(join(program.home, 'master.key'), 'utf8').trim();
    expect(key).toMatch(/^sk-/);
    expect(statSync(join(program.home, 'master.key')).mode & 0o777).toBe(0o600);
    expect(statSync(join(program.home, 'torii.db')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(program.home, 'config.yaml'))).toBe(true);
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ model: 'demo-chat', messages: [{ role: 'user', content: 'Hello' }] }),
    });
    expect(answer.status).toBe(200);
    expect(program.output()).not.toContain(key);
  });

  it('reads a .env beside the config, whose key is then the master key', async () => {
    const directory = temporary();
    writeFileSync(
      join(directory, 'config.yaml'),
      'model_list:\n  - model_name: m\n    litellm_params: { model: demo/chat }\n',
    );
    writeFileSync(join(directory, '.env'), 'LITELLM_MASTER_KEY="sk-test-from-env"\n');
    const url = await run(['--config', join(directory, 'config.yaml'), '--port', '0'], {}, directory).listening;
    const status = async (key: string) => (await fetch(`${url}/v1/models`, { headers: { 'x-api-key': key } })).status;
    expect(await status('sk-test-from-env')).toBe(200);
    expect(await status('sk-test-other')).toBe(401);
  });

  it('of the demo prints a base URL, a key and a curl line, and serves the dashboard', async () => {
    const program = run(['--demo', '--port', '0']);
    const url = await program.listening;
    const key = /API key\s+(sk-\S+)/.exec(program.output())?.[1] ?? '';
    expect(program.output()).toContain(`curl ${url}/v1/chat/completions`);
    const page = await fetch(`${url}/ui`);
    expect(page.url).toBe(`${url}/ui/`);
    const html = await page.text();
    expect(html).toContain('id="root"');
    const scripts = [...html.matchAll(/(?:src|href)="([\w-]+\.js)"/g)].map(([, name = '']) => name);
    expect(scripts.length).toBeGreaterThan(1);
    for (const name of scripts) expect([name, (await fetch(`${url}/ui/${name}`)).status]).toEqual([name, 200]);
    expect((await fetch(`${url}/torii/status`)).status).toBe(401);
    const login = await fetch(`${url}/ui/login`, { method: 'POST', body: JSON.stringify({ key }) });
    const cookie = login.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    const session = { cookie: cookie.split(';', 1)[0] ?? '' };
    expect((await fetch(`${url}/torii/status`, { headers: session })).status).toBe(200);
    // The cookie is for looking: it neither calls models nor makes keys.
    expect((await fetch(`${url}/key/generate`, { method: 'POST', headers: session, body: '{}' })).status).toBe(401);
  });
});

describe('the identity challenge', () => {
  it('is answered with a proof that only this home can make', async () => {
    const program = run(['--port', '0']);
    const url = await program.listening;
    const nonce = 'ab'.repeat(16);
    const body = (await (await fetch(`${url}/torii/identity?nonce=${nonce}`)).json()) as { proof: string };
    const { createHmac } = await import('node:crypto');
    const key = readFileSync(join(program.home, 'master.key'), 'utf8').trim();
    expect(body.proof).toBe(
      createHmac('sha256', key)
        .update(`${nonce}:${new URL(url).port}`)
        .digest('hex'),
    );
    expect((await fetch(`${url}/torii/identity?nonce=short`)).status).toBe(400);
  });
});

describe('a stop', () => {
  /** A program amid a streamed answer, which goes on when the gate opens. */
  async function midAnswer() {
    const upstream = await openAiUpstream();
    const gate = openGate();
    upstream.script('model-1', [
      { text: 'worth waiting for', chunkSize: 100, gate: (index) => (index < 2 ? undefined : gate.opened) },
    ]);
    const directory = temporary();
    writeFileSync(join(directory, 'config.yaml'), `model_list:\n${openAiModel(upstream, 'model')}`);
    const program = run(
      ['--config', join(directory, 'config.yaml'), '--port', '0'],
      { LITELLM_MASTER_KEY: 'sk-test-m' },
      directory,
    );
    const url = await program.listening;
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-test-m' },
      body: JSON.stringify({ model: 'model', stream: true, messages: [{ role: 'user', content: 'Hello' }] }),
    });
    return { program, url, response, gate };
  }

  it.each(['SIGTERM', 'SIGINT'] as const)('by %s lets a running answer end first', async (signal) => {
    const { program, response, gate } = await midAnswer();
    const exit = once(program.child, 'exit');
    program.child.kill(signal);
    gate.open();
    expect(await response.text()).toMatch(/worth waiting for[\s\S]*\[DONE\]/);
    expect((await exit)[0]).toBe(0);
  });

  it('by a second signal comes at once', async () => {
    const { program, url, response } = await midAnswer();
    const exit = once(program.child, 'exit');
    program.child.kill('SIGTERM');
    // The port is free: the first signal has been understood.
    await expect
      .poll(() =>
        fetch(url).then(
          () => 'answered',
          () => 'refused',
        ),
      )
      .toBe('refused');
    program.child.kill('SIGTERM');
    expect((await exit)[0]).toBe(1);
    await expect(response.text()).rejects.toThrow();
  });

  it('over HTTP is for a detached program, and for administrators', async () => {
    const shutDown = (url: string, key: string) =>
      fetch(`${url}/torii/shutdown`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ drainMs: 1000 }),
      });
    const config = { LITELLM_MASTER_KEY: 'sk-test-m' };
    const terminal = await run(['--port', '0'], config).listening;
    const refusal = await shutDown(terminal, 'sk-test-m');
    expect(refusal.status).toBe(409);
    expect(await refusal.text()).toContain('Stop it there');
    const detached = run(['--port', '0', '--detached'], config);
    const url = await readyUrl(detached.child);
    expect((await shutDown(url, 'sk-test-other')).status).toBe(401);
    const exit = once(detached.child, 'exit');
    expect((await shutDown(url, 'sk-test-m')).status).toBe(202);
    expect((await exit)[0]).toBe(0);
  });
});
