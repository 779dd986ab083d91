import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { z } from 'zod';
import { type OpenAiSimulator, startOpenAiSimulator } from '../simulators/openai/openAiSimulator.ts';
import type { Scripted } from '../simulators/openai/scenario.ts';
import { Workbench } from './pages/workbench.ts';
import { launchBrowser, takeShot } from './support/browser.ts';
import { type CodeServer, startCodeServer } from './support/codeServer.ts';
import { packProbe } from './support/probe.ts';
import { makeSandbox, type Sandbox } from './support/sandbox.ts';

const answersSchema = z.looseObject({
  error: z.string().optional(),
  models: z.array(z.object({ id: z.string(), family: z.string(), maxInputTokens: z.number() })).default([]),
  first: z.array(z.looseObject({ text: z.string().optional(), thinking: z.string().optional() })).default([]),
  second: z.array(z.looseObject({ text: z.string().optional() })).default([]),
});
const rowsSchema = z.array(
  z.looseObject({
    spend: z.number().nullable(),
    status: z.string(),
    metadata: z.looseObject({ user_api_key_alias: z.string().nullable() }),
  }),
);
const requestsSchema = z.object({ requests: z.array(z.looseObject({ client: z.string(), taskId: z.string() })) });

/** Says something, and then nothing more until the client goes away. */
const STREAM: Scripted = {
  text: 'One two three four',
  chunkSize: 4,
  breakAfter: { events: 3, how: { type: 'silence' } },
};
const ANSWERS: readonly Scripted[] = [
  { thinking: 'A picture.', text: 'Let me see. ', toolCalls: [{ name: 'get_weather', input: { place: 'Miyajima' } }] },
  { text: 'It is sunny in Miyajima.', chunkSize: 5 },
  STREAM,
  { kind: 'error', status: 400, name: 'invalid_request_error', message: 'The picture is too small.' },
];

describe('another extension that asks the editor for language models', () => {
  let simulator: OpenAiSimulator;
  let sandbox: Sandbox;
  let codeServer: CodeServer;
  let browser: Browser;
  let workbench: Workbench;
  let folder: string;

  beforeAll(async () => {
    simulator = await startOpenAiSimulator();
    simulator.script('model-1', (_request, turn) => ANSWERS[turn] ?? { text: 'Not in the script.' });
    sandbox = await makeSandbox({ 'chat.disableAIFeatures': false });
    const config = join(sandbox.folder, 'models.yaml');
    await writeFile(config, configOf(simulator.url));
    const settings = join(sandbox.userData, 'User', 'settings.json');
    const written = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(settings, 'utf8')));
    await writeFile(settings, JSON.stringify({ ...written, 'torii.configFile': config }));
    codeServer = await startCodeServer(sandbox, [await packProbe(sandbox.folder)]);
    browser = await launchBrowser();
    folder = await sandbox.workspace('weather');
    workbench = await Workbench.open(browser, codeServer.url(folder));
  });

  afterAll(async () => {
    await browser?.close();
    await codeServer?.stop();
    await sandbox?.remove();
    await simulator?.close();
  });

  it('gets answers with tools, images and thinking, streamed; can cancel; and is told what went wrong', async () => {
    onTestFailed(() => takeShot(workbench.page, 'language-models-failed'));
    await workbench.waitForStatus(/Torii runs in this window/);
    await workbench.run('Probe: Ask Torii');
    const answers = answersSchema.parse(await poll(join(folder, 'answers.json')));
    expect(answers.error).toBeUndefined();
    expect(answers.models).toEqual([{ id: 'weather-model', family: 'model-1', maxInputTokens: 100_000 }]);
    expect(answers.first).toContainEqual({ tool: 'get_weather', input: { place: 'Miyajima' } });
    expect(answers.first.map(({ thinking }) => thinking ?? '').join('')).toBe('A picture.');
    expect(answers.second.length).toBeGreaterThan(1);
    expect(answers.second.map(({ text }) => text).join('')).toBe('It is sunny in Miyajima.');
    expect(answers).toMatchObject({ tokens: expect.any(Number), cancelled: 'Canceled' });
    expect(answers).toMatchObject({
      failure: { message: expect.stringContaining('The picture is too small.'), isLanguageModelError: true },
    });
    const [first, second] = simulator.requests;
    expect(JSON.stringify(first?.body)).toContain('data:image/png;base64,');
    expect(JSON.stringify(second?.body['messages'])).toContain('Sunny');
  });

  it('appears in the ledger as the editor, with a key of its own and the cost', async () => {
    const rows = await ask(sandbox, '/spend/logs', rowsSchema);
    expect(rows.map(({ metadata }) => metadata.user_api_key_alias)).toEqual(rows.map(() => 'vscode'));
    expect(rows.filter(({ status, spend }) => status === 'success' && (spend ?? 0) > 0)).toHaveLength(2);
    const { requests } = await ask(sandbox, '/torii/requests', requestsSchema);
    for (const { client } of requests) expect(client).toMatch(/^VSCode\/1\./);
    // The question with its answer, and the question that was asked again twice.
    expect(new Set(requests.map(({ taskId }) => taskId)).size).toBe(2);
  });
});

function configOf(url: string): string {
  return `model_list:
  - model_name: weather-model
    litellm_params:
      model: openai/model-1
      api_base: ${url}
      api_key: sk-test-upstream
      input_cost_per_token: 0.000003
      output_cost_per_token: 0.000015
    model_info:
      max_input_tokens: 100000
      supports_vision: true
      supports_function_calling: true
`;
}

/** The file's JSON, as soon as it is there. */
async function poll(file: string): Promise<unknown> {
  const read = expect.poll(async () => readFile(file, 'utf8').catch(() => ''), { timeout: 60_000 });
  await read.toMatch(/\}$/);
  return JSON.parse(await readFile(file, 'utf8'));
}

async function ask<T>(sandbox: Sandbox, path: string, schema: z.ZodType<T>): Promise<T> {
  const key = (await readFile(join(sandbox.toriiHome, 'master.key'), 'utf8')).trim();
  const answer = await fetch(`http://127.0.0.1:${sandbox.gatewayPort}${path}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return schema.parse(await answer.json());
}
