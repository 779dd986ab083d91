import { describe, expect, it } from 'vitest';
import { modelListSchema } from '../../src/protocol/api.ts';
import { BUDGETS_PATH, budgetStandingListSchema } from '../../src/protocol/budgets.ts';
import { FAILURES_PATH, failuresSchema, SPEED_PATH, speedSchema } from '../../src/protocol/insights.ts';
import { MODEL_TESTS_PATH, modelTestListSchema, modelTestSchema } from '../../src/protocol/modelTests.ts';
import { SETTINGS_PATH, settingsSchema } from '../../src/protocol/settings.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { answer, HELLO, managedGateway } from './support/management.ts';

const range = (): string => `from=${Date.now() - 3_600_000}&to=${Date.now() + 60_000}&timeZone=Asia/Tokyo`;

async function deploymentIds(gateway: TestGateway): Promise<readonly string[]> {
  const { groups } = modelListSchema.parse(await answer(gateway.call('/torii/models')));
  return groups.flatMap(({ deployments }) => deployments.map(({ id }) => id));
}

describe('speed and failures', () => {
  it('tell of the requests of a range by time and by model', async () => {
    const gateway = await managedGateway();
    await gateway.chat({ model: 'a', messages: HELLO, stream: true }).then((response) => response.text());
    await gateway.chat({ model: 'b', messages: HELLO }).then((response) => response.text());
    await gateway.chat({ model: 'nobody', messages: HELLO });
    const speed = speedSchema.parse(await answer(gateway.call(`${SPEED_PATH}?${range()}`)));
    expect(speed).toMatchObject({ step: 'hour', oneIn: 1 });
    expect(speed.models.map(({ modelGroup, measured }) => [modelGroup, measured]).sort()).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    const failures = failuresSchema.parse(await answer(gateway.call(`${FAILURES_PATH}?${range()}`)));
    expect(failures).toMatchObject({ failures: 1, requests: 3, groups: [{ modelGroup: 'nobody', count: 1 }] });
    const trace = await answer<{ callId: string }>(gateway.call(`/torii/requests/${failures.groups[0]?.callId}`));
    expect(trace).toMatchObject({ modelGroup: 'nobody', status: 'failure' });
  });

  it('refuse a range that goes backward', async () => {
    const gateway = await managedGateway();
    const backward = await answer(gateway.call(`${SPEED_PATH}?from=2&to=1`), 400);
    expect(backward).toMatchObject({ error: { message: expect.stringContaining('from must be before to') } });
  });
});

describe('the test of a deployment', () => {
  it('asks for one token, says what it cost, and is remembered', async () => {
    const gateway = await managedGateway();
    const [id = ''] = await deploymentIds(gateway);
    const test = modelTestSchema.parse(await answer(gateway.call(`${MODEL_TESTS_PATH}/${encodeURIComponent(id)}`, {})));
    expect(test).toMatchObject({ deploymentId: id, modelGroup: 'a', ok: true, error: null });
    expect(test.inputTokens).toBeGreaterThan(0);
    const { tests } = modelTestListSchema.parse(await answer(gateway.call(MODEL_TESTS_PATH)));
    expect(tests).toEqual([test]);
    expect((await gateway.rows()).map(({ model_group }) => model_group)).toEqual(['a']);
  });

  it('answers with the words of a provider that refuses, as an answer and not as an error', async () => {
    const gateway = await startTestGateway(
      'model_list:\n  - model_name: gone\n    litellm_params: { model: openai/x, api_key: sk-test-1, api_base: "http://127.0.0.1:9/v1" }\n',
    );
    const [id = ''] = await deploymentIds(gateway);
    const test = modelTestSchema.parse(await answer(gateway.call(`${MODEL_TESTS_PATH}/${encodeURIComponent(id)}`, {})));
    expect(test).toMatchObject({ ok: false, error: { kind: 'connection' } });
  });

  it('of one that the config has no more is refused with what to do', async () => {
    const gateway = await managedGateway();
    const refused = await answer(gateway.call(`${MODEL_TESTS_PATH}/x`, {}), 404);
    expect(refused).toMatchObject({ error: { message: expect.stringContaining('no such deployment') } });
  });
});

describe('the budgets', () => {
  it('are told with what is spent of them, those nearest to their end first', async () => {
    const gateway = await managedGateway();
    await answer(gateway.call('/key/generate', { key_alias: 'far', max_budget: 8, spend: 2, budget_duration: '30d' }));
    await answer(gateway.call('/key/generate', { key_alias: 'near', max_budget: 4, spend: 3 }));
    await answer(gateway.call('/key/generate', { key_alias: 'free' }));
    const { budgets, total } = budgetStandingListSchema.parse(await answer(gateway.call(`${BUDGETS_PATH}?limit=5`)));
    expect(total).toBe(2);
    expect(budgets).toMatchObject([
      { scope: 'key', name: 'near', spend: 3_000_000_000, maxBudget: 4_000_000_000, duration: null, resetsAt: null },
      { scope: 'key', name: 'far', duration: '30d', resetsAt: expect.any(Number) },
    ]);
  });
});

describe('the settings in force', () => {
  it('are told without secrets', async () => {
    const gateway = await startTestGateway(
      'model_list: []\ngeneral_settings: { store_prompts_in_spend_logs: true, maximum_spend_logs_retention_period: 30d }\ntorii_settings: { allowed_hosts: [Code.Example] }\n',
      { UI_USERNAME: 'admin', UI_PASSWORD: 'sk-test-password' },
    );
    const body = await answer(gateway.call(SETTINGS_PATH));
    expect(settingsSchema.parse(body)).toMatchObject({
      configFile: gateway.configFile,
      prompts: { stored: true },
      retention: { rowsMs: 30 * 86_400_000 },
      login: { masterKey: true, password: true, allowedHosts: ['code.example'] },
    });
    expect(JSON.stringify(body)).not.toMatch(/sk-test/);
  });
});
