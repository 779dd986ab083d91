import { describe, expect, it } from 'vitest';
import { startTestGateway } from './support/gateway.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const HUGE = 1e308;

describe('amounts beyond what can be counted', () => {
  it.each([
    ['/key/generate', { max_budget: HUGE }],
    ['/user/new', { max_budget: HUGE, spend: HUGE }],
    ['/team/new', { max_budget: HUGE }],
    ['/customer/new', { user_id: 'huge', max_budget: HUGE }],
    ['/budget/new', { budget_id: 'huge', max_budget: HUGE, soft_budget: HUGE }],
    ['/tag/new', { name: 'huge', max_budget: HUGE }],
  ])('%s takes them for a budget that nobody reaches', async (path, body) => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const made = await gateway.call(path, body);
    expect(await made.text()).not.toContain('SQLITE');
    expect(made.status).toBe(200);
  });

  it.each([
    ['halves', { prompt_tokens: 10.5, completion_tokens: 0.5, total_tokens: 11 }, 11],
    [
      'beyond all bounds',
      { prompt_tokens: HUGE, completion_tokens: HUGE, total_tokens: HUGE },
      Number.MAX_SAFE_INTEGER,
    ],
  ])('a server that counts in %s is answered for, with a row', async (_name, usage, tokens) => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', [{ usage }]);
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const response = await gateway.chat({ model: 'model', messages: [{ role: 'user', content: 'Hello' }] });
    expect(response.status).toBe(200);
    await response.text();
    const [row] = await gateway.rows();
    expect(row).toMatchObject({ status: 'success', prompt_tokens: tokens });
  });
});
