import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import type { DestinationList } from '../../../src/protocol/destinations.ts';
import { PUBLIC_KEY, SECRET_KEY, startLangfuse } from '../../simulators/langfuse/langfuseSimulator.ts';
import { endProcess } from '../../support/endProcess.ts';
import { removeFolder } from '../../support/removeFolder.ts';
import { openAiModel, openAiUpstream } from '../support/upstreams.ts';

const CALLS = 40;
const MASTER_KEY = 'sk-test-master';
const MODELS = 'model_list:\n  - { model_name: hello, litellm_params: { model: demo/chat } }\n';
const CALLBACKS = 'litellm_settings: { callbacks: ["langfuse"] }\n';

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
  onTestFinished(() => endProcess(child));
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
  onTestFinished(() => removeFolder(directory));
  writeFileSync(join(directory, 'config.yaml'), MODELS + CALLBACKS);
  const langfuse = await startLangfuse();
  onTestFinished(() => langfuse.close());
  langfuse.broken = { status: 503 };
  const first = await start(directory, langfuse.url);
  const calls: string[] = [];
  for (let call = 0; call < CALLS; call += 1) calls.push(await ask(first.url));
  while ((await queued(first.url)) !== CALLS);
  await endProcess(first.child);
  langfuse.broken = undefined;
  const second = await start(directory, langfuse.url);
  await langfuse.until(({ observations }) => observations.size >= 2 * CALLS);
  while ((await queued(second.url)) !== 0);
  const arrived = langfuse.store.generations().map(({ metadata }) => metadata['litellm_call_id']);
  expect(arrived.toSorted()).toEqual(calls.toSorted());
});

it('calls that were under way when a gateway was killed reach Langfuse from the next one, as interrupted', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'torii-killed-'));
  onTestFinished(() => removeFolder(directory));
  const upstream = await openAiUpstream({ models: ['slow'] });
  const never = new Promise<void>(() => undefined);
  upstream.script('slow', () => ({
    text: 'never to be finished',
    chunkSize: 4,
    gate: (index) => (index < 3 ? undefined : never),
  }));
  writeFileSync(join(directory, 'config.yaml'), `${MODELS}${openAiModel(upstream, 'slow', 'slow')}${CALLBACKS}`);
  const langfuse = await startLangfuse();
  onTestFinished(() => langfuse.close());
  const first = await start(directory, langfuse.url);
  const traced = await beginStream(first.url, { metadata: { ticket: 'T-7', note: 'sk-test-planted-secret' } });
  await beginStream(first.url, { 'no-log': true });
  await endProcess(first.child);
  const second = await start(directory, langfuse.url);
  await langfuse.until(({ observations }) => observations.size > 0);
  while ((await queued(second.url)) !== 0);
  expect(langfuse.store.generations()).toMatchObject([
    {
      level: 'ERROR',
      statusMessage: expect.stringContaining('ended while'),
      metadata: { litellm_call_id: traced, ticket: 'T-7' },
    },
  ]);
  expect(langfuse.bytes.join()).not.toContain('planted-secret');
});

/** Asks for a stream, and resolves with the call's id when the first content is here. */
async function beginStream(url: string, more: Readonly<Record<string, unknown>>): Promise<string> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'slow', stream: true, messages: [{ role: 'user', content: 'Hello?' }], ...more }),
  });
  const reader = answer.body?.getReader();
  let text = '';
  while (!/"content":"\w/.test(text)) text += Buffer.from((await reader?.read())?.value ?? []).toString();
  return answer.headers.get('x-litellm-call-id') ?? '';
}
