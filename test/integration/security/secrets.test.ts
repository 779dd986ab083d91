import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MASTER_KEY, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { bearer, type Json, makeKey } from '../support/management.ts';
import { openAiUpstream } from '../support/upstreams.ts';

/** What must come out nowhere: secrets with a form that can be told, one without any, and words of a prompt. */
const PLANTED = {
  'key of a provider': 'sk-planted-provider-0123456789abcdef',
  'key of a provider without a form': 'planted.opensesame.7f3a9c',
  'id of an AWS key': 'AKIAPLANTED123456789',
  'AWS secret': 'plantedSecret/0123456789+abcdefghijKLMNO',
  'AWS session token': 'FwoGZXIvYXdzEPLANTEDsessiontoken0123456789abcdef',
  'master key': MASTER_KEY,
  'password of /ui': 'planted-password-of-the-dashboard',
  'words of a prompt': 'plantedpromptwords',
  'words of an answer': 'plantedanswerwords',
} as const;

/** Files in which a secret is what they are for. */
const KEY_FILES = ['master.key', 'vault.key'];

interface Outlet {
  readonly where: string;
  readonly text: string;
}

function findPlanted(outlets: readonly Outlet[], planted: Readonly<Record<string, string>>): readonly string[] {
  return outlets.flatMap(({ where, text }) =>
    Object.entries(planted)
      .filter(([, secret]) => text.includes(secret))
      .map(([name]) => `${name} in ${where}`),
  );
}

async function filesOf(home: string): Promise<readonly Outlet[]> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !KEY_FILES.includes(entry.name));
  return await Promise.all(
    files.map(async ({ parentPath, name }) => ({
      where: `file ${name}`,
      text: await readFile(join(parentPath, name), 'latin1'),
    })),
  );
}

async function gatewayWithSecrets(): Promise<TestGateway> {
  const simulator = await openAiUpstream({ apiKey: PLANTED['key of a provider'], models: ['good'] });
  simulator.script('good', [{ text: PLANTED['words of an answer'] }]);
  // A simulator that refuses a key names it in its error, as some servers do.
  const model = (name: string, key: string): string =>
    `  - { model_name: ${name}, litellm_params: { model: openai/good, api_base: '${simulator.url}', api_key: '${key}' } }\n`;
  const aws = `  - { model_name: aws, litellm_params: { model: bedrock/converse/anthropic.claude-x, aws_region_name: us-east-1, aws_access_key_id: '${PLANTED['id of an AWS key']}', aws_secret_access_key: '${PLANTED['AWS secret']}', aws_session_token: '${PLANTED['AWS session token']}', aws_bedrock_runtime_endpoint: 'http://127.0.0.1:1' } }\n`;
  const models = [
    model('good', PLANTED['key of a provider']),
    model('echo', `${PLANTED['key of a provider']}x`),
    model('plain echo', PLANTED['key of a provider without a form']),
    aws,
  ];
  return await startTestGateway(`model_list:\n${models.join('')}litellm_settings: { num_retries: 0 }\n`, {
    UI_USERNAME: 'admin',
    UI_PASSWORD: PLANTED['password of /ui'],
  });
}

type Call = (path: string, body: Json, key?: string) => Promise<void>;

/** Good and failing calls of every dialect, whole and streamed, by right and wrong keys. */
async function drive(key: string, call: Call): Promise<void> {
  const content = `Say hello. ${PLANTED['words of a prompt']}`;
  const messages = [{ role: 'user', content }];
  for (const model of ['good', 'echo', 'plain echo', 'aws', 'nobody']) {
    for (const stream of [false, true]) {
      await call('/v1/chat/completions', { model, messages, stream }, key);
      await call('/v1/messages', { model, messages, stream, max_tokens: 10 }, key);
      await call('/v1/responses', { model, input: content, stream }, key);
    }
    await call('/v1/embeddings', { model, input: content }, key);
  }
  await call('/v1/chat/completions', { model: 'good', messages }, `${key}wrong`);
  await call('/v1/chat/completions', { model: 'good', messages }, PLANTED['key of a provider without a form']);
  await call('/ui/login', { key: PLANTED['key of a provider without a form'] });
  await call('/ui/login', { username: 'admin', password: PLANTED['password of /ui'] });
  await call('/ui/login', { username: 'admin', password: `${PLANTED['password of /ui']}x` });
}

describe('planted secrets', () => {
  it('come out in no answer, header, line of the log, or file of the home', { timeout: 60_000 }, async () => {
    const gateway = await gatewayWithSecrets();
    const answers: Outlet[] = [];
    const take = async (where: string, response: Response): Promise<void> => {
      const text = await response.text();
      answers.push({ where, text: `${[...response.headers].join('\n')}\n${text}` });
    };
    const { key, token } = await makeKey(gateway, { key_alias: 'planted' });
    await drive(key, async (path, body, by = MASTER_KEY) =>
      take(`${path} ${JSON.stringify(body).slice(0, 40)}`, await gateway.call(path, body, bearer(by))),
    );
    const traffic = answers.splice(0);
    expect(traffic.filter(({ text }) => text.includes('Incorrect API key provided')).length).toBeGreaterThan(5);
    const { routes } = (await (await gateway.call('/routes')).json()) as {
      routes: { path: string; methods: string[] }[];
    };
    const readable = routes.filter(({ path, methods }) => methods.includes('GET') && !/:|\*|events/.test(path));
    for (const { path } of readable) await take(path, await gateway.call(path));
    await take('/key/info', await gateway.call(`/key/info?key=${token}`));
    const rows = await gateway.rows();
    expect(rows.filter(({ status }) => status === 'failure').length).toBeGreaterThan(10);
    expect(rows.filter(({ status }) => status === 'success').length).toBeGreaterThan(3);
    expect(readable.length).toBeGreaterThan(50);

    const { 'words of an answer': _answered, ...notEvenInAnswers } = PLANTED;
    const outlets = [...answers, { where: 'the log', text: gateway.log.join('\n') }];
    const files = await filesOf(join(gateway.directory, 'home'));
    expect(files.map(({ where }) => where)).toEqual(expect.arrayContaining(['file torii.db', 'file torii.db-wal']));
    const keys = { 'virtual key': key, 'home key': gateway.homeKey };
    expect(findPlanted(traffic, { ...notEvenInAnswers, ...keys })).toEqual([]);
    expect(findPlanted([...outlets, ...files], { ...PLANTED, ...keys })).toEqual([]);
  });
});
