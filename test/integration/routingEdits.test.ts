import { chmod, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Routing, routingSchema } from '../../src/protocol/routing.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';

const CONFIG = `# ours
model_list:
  - model_name: claude
    litellm_params: {model: bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0}
  - model_name: llama
    litellm_params: {model: bedrock/meta.llama3-1-8b-instruct-v1:0}
  - model_name: plain   # the last one
    litellm_params: {model: demo/chat}
router_settings:
  model_group_alias: {best: claude}
  fallbacks:
    # cheap enough
    - claude: [llama]   # for now
`;
const KEY = { authorization: `Bearer ${MASTER_KEY}` };

async function put(gateway: TestGateway, body: unknown, headers: Record<string, string> = KEY): Promise<Response> {
  return await fetch(`${gateway.baseUrl}/torii/routing/fallbacks`, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers,
  });
}

async function routing(answer: Response): Promise<Routing> {
  expect(answer.status).toBe(200);
  return routingSchema.parse(await answer.json());
}

async function messageOf(answer: Response): Promise<string> {
  return ((await answer.json()) as { error: { message: string } }).error.message;
}

describe('GET /torii/routing', () => {
  it('tells the chains, and what a fallback lacks', async () => {
    const gateway = await startTestGateway(CONFIG);
    const found = await routing(await gateway.call('/torii/routing'));
    expect(found.models).toEqual(['claude', 'llama', 'plain', 'best']);
    expect(found.configFile).toBe(gateway.configFile);
    const [chain] = found.chains;
    expect(chain).toMatchObject({ kind: 'general', model: 'claude', fallbacks: [{ model: 'llama', known: true }] });
    expect(chain?.fallbacks[0]?.losses.map(({ capability }) => capability)).toEqual(
      expect.arrayContaining(['promptCaching', 'images', 'thinking']),
    );
    expect(chain?.fallbacks[0]?.losses[0]?.remedy).toMatch(/input price/);
    expect(found.settings).toMatchObject({ numRetries: 2, cooldowns: true, cooldownMs: 5000 });
  });

  it('says which names nobody answers to', async () => {
    const gateway = await startTestGateway(CONFIG.replace('[llama]', '[nobody, best, bedrock/x]'));
    const { chains } = await routing(await gateway.call('/torii/routing'));
    expect(chains[0]?.fallbacks.map(({ model, known }) => [model, known])).toEqual([
      ['nobody', false],
      ['best', true],
      ['bedrock/x', false],
    ]);
  });
});

describe('PUT /torii/routing/fallbacks', () => {
  it('edits the file in place, and the next request goes by it', async () => {
    const gateway = await startTestGateway(CONFIG);
    const { chains } = await routing(
      await put(gateway, { kind: 'general', model: 'claude', fallbacks: ['plain', 'llama'] }),
    );
    expect(chains[0]?.fallbacks.map(({ model }) => model)).toEqual(['plain', 'llama']);
    expect(await readFile(gateway.configFile, 'utf8')).toBe(CONFIG.replace('[llama]', '[plain, llama]'));
    const answer = await gateway.chat({
      model: 'claude',
      messages: [{ role: 'user', content: 'Hello' }],
      mock_testing_fallbacks: true,
    });
    expect(answer.headers.get('x-litellm-attempted-fallbacks')).toBe('1');
    expect(answer.headers.get('x-litellm-model-group')).toBe('plain');
  });

  it.each(['context_window', 'content_policy'])('adds a chain of %s, and takes it out', async (kind) => {
    const gateway = await startTestGateway(CONFIG);
    const added = await routing(await put(gateway, { kind, model: 'llama', fallbacks: ['claude'] }));
    expect(added.chains.find((chain) => chain.kind === kind)).toMatchObject({ model: 'llama' });
    const gone = await routing(await put(gateway, { kind, model: 'llama', fallbacks: [] }));
    expect(gone.chains.map((chain) => chain.kind)).toEqual(['general']);
  });

  it('sets the default chain', async () => {
    const gateway = await startTestGateway(CONFIG);
    const { chains } = await routing(await put(gateway, { kind: 'default', fallbacks: ['plain'] }));
    expect(chains.at(-1)).toMatchObject({ kind: 'default', model: null, fallbacks: [{ model: 'plain' }] });
  });

  it('runs one edit after the other, however many come at once', async () => {
    const gateway = await startTestGateway(CONFIG);
    await Promise.all([
      put(gateway, { kind: 'general', model: 'llama', fallbacks: ['plain'] }),
      put(gateway, { kind: 'general', model: 'plain', fallbacks: ['llama'] }),
      put(gateway, { kind: 'content_policy', model: 'claude', fallbacks: ['plain'] }),
    ]);
    const { chains } = await routing(await gateway.call('/torii/routing'));
    expect(chains.map(({ kind, model }) => `${kind} ${model}`).toSorted()).toEqual([
      'content_policy claude',
      'general claude',
      'general llama',
      'general plain',
    ]);
  });

  it('keeps permissions and links', async () => {
    const gateway = await startTestGateway(CONFIG);
    const real = join(gateway.directory, 'real.yaml');
    await chmod(gateway.configFile, 0o640);
    await rename(gateway.configFile, real);
    await symlink(real, gateway.configFile);
    await routing(await put(gateway, { kind: 'general', model: 'claude', fallbacks: ['plain'] }));
    expect((await stat(real)).mode & 0o777).toBe(0o640);
    expect(await readFile(real, 'utf8')).toContain('[plain]   # for now');
  });

  it('goes into the audit', async () => {
    const gateway = await startTestGateway(CONFIG);
    await put(gateway, { kind: 'general', model: 'claude', fallbacks: ['plain'] });
    const { entries } = (await (await gateway.call('/torii/audit?objectKind=config&action=updated')).json()) as {
      entries: unknown[];
    };
    expect(entries).toEqual([
      expect.objectContaining({
        objectId: 'fallbacks general claude',
        before: { fallbacks: ['llama'] },
        after: { fallbacks: ['plain'] },
      }),
    ]);
  });

  it.each([
    ['an unknown fallback', { kind: 'general', model: 'claude', fallbacks: ['nobody'] }, /no model group "nobody"/],
    ['an unknown model', { kind: 'general', model: 'nobody', fallbacks: ['llama'] }, /no model group "nobody"/],
    ['itself', { kind: 'general', model: 'claude', fallbacks: ['claude'] }, /its own fallback/],
    ['one twice', { kind: 'general', model: 'claude', fallbacks: ['plain', 'plain'] }, /twice/],
    ['no model', { kind: 'general', fallbacks: ['plain'] }, /model: must name a model group/],
    ['a model of the default', { kind: 'default', model: 'claude', fallbacks: ['plain'] }, /model: must name/],
    ['another field', { kind: 'default', fallbacks: ['plain'], extra: 1 }, /extra/],
    ['another kind', { kind: 'other', model: 'claude', fallbacks: ['plain'] }, /kind/],
  ])('refuses %s', async (_name, body, message) => {
    const gateway = await startTestGateway(CONFIG);
    const answer = await put(gateway, body);
    expect(answer.status).toBe(400);
    expect(await messageOf(answer)).toMatch(message);
    expect(await readFile(gateway.configFile, 'utf8')).toBe(CONFIG);
  });

  it('leaves to a person what it cannot change, and says why', async () => {
    const gateway = await startTestGateway(CONFIG);
    await writeFile(gateway.configFile, `${CONFIG}broken: [`);
    const answer = await put(gateway, { kind: 'general', model: 'claude', fallbacks: ['plain'] });
    expect(answer.status).toBe(409);
    expect(await messageOf(answer)).toMatch(/has errors; mend them first/);
  });

  it('is for administrators', async () => {
    const gateway = await startTestGateway(CONFIG);
    const { key } = (await (await gateway.call('/key/generate', {})).json()) as { key: string };
    const answer = await put(
      gateway,
      { kind: 'general', model: 'claude', fallbacks: ['plain'] },
      { authorization: `Bearer ${key}` },
    );
    expect([401, 403]).toContain(answer.status);
    expect(await readFile(gateway.configFile, 'utf8')).toBe(CONFIG);
  });
});
