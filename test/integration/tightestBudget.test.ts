import { expect, it } from 'vitest';
import { statusSchema } from '../../src/protocol/api.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';

const CONFIG = `model_list:
  - model_name: chat
    litellm_params:
      model: demo/chat
      input_cost_per_token: 0.001
      output_cost_per_token: 0.001
`;

async function tightest(gateway: TestGateway) {
  return statusSchema.parse(await (await gateway.call('/torii/status')).json()).tightestBudget;
}

it('the status names the budget of which the largest share is spent, a key by its alias', async () => {
  const gateway = await startTestGateway(CONFIG);
  expect(await tightest(gateway)).toBeNull();
  const make = async (key_alias: string, max_budget: number) =>
    ((await (await gateway.call('/key/generate', { key_alias, max_budget })).json()) as { key: string }).key;
  await make('idle', 1);
  const key = await make('busy', 100);
  const messages = [{ role: 'user', content: 'Hello' }];
  const answer = await gateway.chat({ model: 'chat', messages, max_tokens: 5 }, { authorization: `Bearer ${key}` });
  expect(answer.status).toBe(200);
  const budget = await tightest(gateway);
  expect(budget).toMatchObject({ scope: 'key', name: 'busy', maxBudget: 100_000_000_000, model: null });
  expect(budget?.spend).toBeGreaterThan(0);
});
