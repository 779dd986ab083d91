import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import type { DestinationList } from '../../../src/protocol/destinations.ts';
import { PUBLIC_KEY, SECRET_KEY, startLangfuse } from '../../simulators/langfuse/langfuseSimulator.ts';

const CALLS = 40;
const MASTER_KEY = 'sk-test-master';
const CONFIG = `model_list:
  - { model_name: hello, litellm_params: { model: demo/chat } }
litellm_settings: { callbacks: ["langfuse"] }
`;

interface Program {
  readonly child: ChildProcess;
  readonly url: string;
}

async function start(directory: string, langfuse: string): Promise<Program> {
  const child = spawn(
    process.execPath,
    ['dist/headless.cjs', '--config', join(directory, 'config.yaml'), '--port', '0'],
    {
      env: {
        PATH: process.env['PATH'],
        HOME: directory,
        TORII_HOME: join(directory, 'home'),
        LITELLM_MASTER_KEY: MASTER_KEY,
        LANGFUSE_HOST: langfuse,
        LANGFUSE_PUBLIC_KEY: PUBLIC_KEY,
        LANGFUSE_SECRET_KEY: SECRET_KEY,
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listening on (http\S+)/.exec(line)?.[1];
    if (url !== undefined) return { child, url };
  }
  throw new Error('it ended before it listened');
}

const authorization = `Bearer ${MASTER_KEY}`;

async function ask(url: string): Promise<string> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'hello', messages: [{ role: 'user', content: 'Hello?' }] }),
  });
  expect(answer.status).toBe(200);
  await answer.text();
  return answer.headers.get('x-litellm-call-id') ?? '';
}

async function queued(url: string): Promise<number | undefined> {
  const answer = await fetch(`${url}/torii/destinations`, { headers: { authorization } });
  return ((await answer.json()) as DestinationList).destinations[0]?.queued;
}

it('a gateway that is killed while Langfuse is away leaves its traces to the next one, and each arrives once', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'torii-killed-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, 'config.yaml'), CONFIG);
  const langfuse = await startLangfuse();
  onTestFinished(() => langfuse.close());
  langfuse.broken = { status: 503 };
  const first = await start(directory, langfuse.url);
  const calls: string[] = [];
  for (let call = 0; call < CALLS; call += 1) calls.push(await ask(first.url));
  while ((await queued(first.url)) !== CALLS);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  langfuse.broken = undefined;
  const second = await start(directory, langfuse.url);
  await langfuse.until(({ observations }) => observations.size >= 2 * CALLS);
  while ((await queued(second.url)) !== 0);
  const arrived = langfuse.store.generations().map(({ metadata }) => metadata['litellm_call_id']);
  expect(arrived.toSorted()).toEqual(calls.toSorted());
});
