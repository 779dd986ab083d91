import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { RepriceAnswer } from '../../src/protocol/billing.ts';
import { rowWhere, startTestGateway, type TestGateway } from './support/gateway.ts';
import { answer, bearer, HELLO, infoOf, type Json, makeKey } from './support/management.ts';
import { openAiUpstream } from './support/upstreams.ts';

const USAGE = { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 };

async function upstreamOf(...models: string[]) {
  const upstream = await openAiUpstream({ models });
  for (const model of models) upstream.script(model, () => ({ text: 'x', usage: USAGE }));
  return upstream;
}

const priced = (usd: string): string => `, input_cost_per_token: ${usd}, output_cost_per_token: ${usd}`;

function configOf({ url }: { readonly url: string }, price: string): string {
  return `model_list:
  - model_name: a
    litellm_params: { model: openai/a, api_base: "${url}", api_key: sk-test-upstream${price} }
    model_info: { id: one }
`;
}

async function saveConfig(gateway: TestGateway, config: string, price: number): Promise<void> {
  await writeFile(gateway.configFile, config);
  await expect
    .poll(async () => JSON.stringify(await answer(gateway.call('/v1/model/info'))))
    .toContain(`"input_cost_per_token":${price}`);
}

describe('pricing anew', () => {
  it('corrects rows, sums and the spend of key, user and team; a dry run changes nothing', async () => {
    const upstream = await upstreamOf('a');
    const gateway = await startTestGateway(configOf(upstream, priced('0.000001')));
    const { key } = await makeKey(gateway, { user_id: 'ann', team_id: 'blue' });
    await gateway.chat({ model: 'a', messages: HELLO, metadata: { tags: ['red'] } }, bearer(key));
    await gateway.chat({ model: 'a', messages: HELLO }, bearer(key));
    await saveConfig(gateway, configOf(upstream, priced('0.000003')), 0.000003);

    const dry = await answer<RepriceAnswer>(gateway.call('/torii/reprice', {}));
    expect(dry).toMatchObject({ dryRun: true, rows: 2, changed: 2, before: 3_000_000, after: 9_000_000 });
    expect(await answer(gateway.call('/global/spend'))).toMatchObject({ spend: 0.003 });
    const done = await answer<RepriceAnswer>(gateway.call('/torii/reprice', { dryRun: false }));
    expect(done).toEqual({ ...dry, dryRun: false });

    expect((await gateway.rows()).map(({ spend }) => spend)).toEqual([0.0045, 0.0045]);
    expect(await answer(gateway.call('/global/spend'))).toMatchObject({ spend: 0.009 });
    expect(await answer(gateway.call('/spend/tags'))).toMatchObject([
      { individual_request_tag: 'red', total_spend: 0.0045 },
    ]);
    const { totals } = await answer<{ totals: Json }>(gateway.call(`/torii/overview?from=0&to=${Date.now() + 1000}`));
    expect(totals).toMatchObject({ cost: 9_000_000 });
    expect(await infoOf(gateway, key)).toMatchObject({ spend: 0.009 });
    expect(await answer(gateway.call('/torii/reprice', { dryRun: false }))).toMatchObject({ changed: 0 });
  });

  it('gives unknown costs a price once it is known', async () => {
    const upstream = await upstreamOf('a');
    const gateway = await startTestGateway(configOf(upstream, ''));
    const { key } = await makeKey(gateway);
    await gateway.chat({ model: 'a', messages: HELLO }, bearer(key));
    expect(await rowWhere(gateway, () => true)).toMatchObject({ spend: null, spend_unknown: true });
    expect(await answer(gateway.call('/global/spend'))).toMatchObject({ spend: 0, unknown_cost_requests: 1 });
    await saveConfig(gateway, configOf(upstream, priced('0.000002')), 0.000002);
    const done = await answer(gateway.call('/torii/reprice', { dryRun: false, onlyUnknown: true }));
    expect(done).toMatchObject({ unknownBefore: 1, unknownAfter: 0, after: 3_000_000 });
    expect(await answer(gateway.call('/global/spend'))).toMatchObject({ spend: 0.003, unknown_cost_requests: 0 });
    expect(await infoOf(gateway, key)).toMatchObject({ spend: 0.003 });
  });

  it('is for administrators', async () => {
    const upstream = await upstreamOf('a');
    const gateway = await startTestGateway(configOf(upstream, priced('0.000001')));
    const { key } = await makeKey(gateway);
    expect((await gateway.call('/torii/reprice', {}, bearer(key))).status).toBe(401);
    expect((await gateway.call('/torii/reprice', { dryrun: false })).status).toBe(400);
  });
});

describe('discounts and margins of the config', () => {
  it('are part of cost, headers, budget and log', async () => {
    const upstream = await upstreamOf('a');
    const settings = `litellm_settings:
  cost_discount_config: { openai: 0.1 }
  cost_margin_config: { global: { percentage: 0.2, fixed_amount: 0.0001 } }
`;
    const gateway = await startTestGateway(configOf(upstream, priced('0.000001')) + settings);
    const { key } = await makeKey(gateway);
    const response = await gateway.chat({ model: 'a', messages: HELLO }, bearer(key));
    // 0.0015, less 10 %, plus 20 % of the rest and $0.0001.
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-litellm-response-cost': '0.00172',
      'x-litellm-response-cost-original': '0.0015',
      'x-litellm-response-cost-discount-amount': '0.00015',
      'x-litellm-response-cost-margin-amount': '0.00037',
      'x-litellm-response-cost-margin-percent': '0.2',
    });
    expect(await rowWhere(gateway, () => true)).toMatchObject({
      spend: 0.00172,
      metadata: { cost_breakdown: { original_cost: 0.0015, discount_amount: 0.00015, total_cost: 0.00172 } },
    });
    expect(await infoOf(gateway, key)).toMatchObject({ spend: 0.00172 });
  });

  it('have no headers where there are none', async () => {
    const upstream = await upstreamOf('a');
    const gateway = await startTestGateway(configOf(upstream, priced('0.000001')));
    const { headers } = await gateway.chat({ model: 'a', messages: HELLO });
    expect([...headers.keys()].filter((name) => /discount|margin/.test(name))).toEqual([]);
  });
});

describe('the export', () => {
  it('holds every row once, oldest first, in CSV and JSON, and filters', async () => {
    const upstream = await upstreamOf('a');
    const gateway = await startTestGateway(configOf(upstream, priced('0.000001')));
    for (const user of ['=1+1', 'ann', 'ann']) await gateway.chat({ model: 'a', user, messages: HELLO });
    const csv = await (await gateway.call('/torii/export/usage.csv')).text();
    const lines = csv.trimEnd().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^started_at,ended_at,call_id,/);
    expect(lines[1]).toContain(",'=1+1,");
    const rows = await answer<Json[]>(gateway.call('/torii/export/usage.json'));
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ end_user: '=1+1', cost_usd: 0.0015, cost_known: true, input_cost_usd: 0.001 });
    expect(await answer(gateway.call('/torii/export/usage.json?status=failure'))).toEqual([]);
    expect((await gateway.call('/torii/export/usage.csv?from=x')).status).toBe(400);
  });

  it('walks through pages of rows of one millisecond', async () => {
    const upstream = await upstreamOf('a');
    const gateway = await startTestGateway(configOf(upstream, priced('0.000001')));
    await Promise.all(Array.from({ length: 30 }, () => gateway.chat({ model: 'a', messages: HELLO })));
    const rows = await answer<{ call_id: string }[]>(gateway.call('/torii/export/usage.json'));
    expect(new Set(rows.map(({ call_id: id }) => id)).size).toBe(30);
  });
});
