import { describe, expect, it } from 'vitest';
import { messageOf, routedGateway, withinOneMinute } from './group.ts';

const PAIR = [
  { group: 'model', model: 'a' },
  { group: 'model', model: 'b' },
];

function strategy(name: string, rest = ''): string {
  return `router_settings: { routing_strategy: ${name}${rest} }\n`;
}

describe('the strategy', () => {
  it('least-busy sends a request to the deployment that has none', async () => {
    const { upstream, called, ask } = await routedGateway(PAIR, strategy('least-busy'));
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    for (const { model } of PAIR) upstream.script(model, () => ({ text: 'late', gate: () => opened }));
    const running = [ask({ stream: true })];
    await upstream.requested(1);
    running.push(ask({ stream: true }));
    await upstream.requested(2);
    expect([...called()].sort()).toEqual(['a', 'b']);
    open();
    for (const response of await Promise.all(running)) await response.text();
  });

  it.each(['usage-based-routing', 'usage-based-routing-v2'])('%s evens the tokens out', (name) =>
    withinOneMinute(async () => {
      const { upstream, called, ask } = await routedGateway(PAIR, strategy(name));
      const usage = { prompt_tokens: 100, completion_tokens: 100, total_tokens: 200 };
      for (const { model } of PAIR) upstream.script(model, () => ({ text: 'x', usage }));
      for (let round = 0; round < 6; round++) await (await ask()).text();
      expect(called().filter((model) => model === 'a')).toHaveLength(3);
    }),
  );

  it('latency-based-routing measures each deployment once, and stays with the faster', async () => {
    const { upstream, called, ask } = await routedGateway(PAIR, strategy('latency-based-routing'));
    const usage = (completion: number) => ({ prompt_tokens: 1, completion_tokens: completion, total_tokens: 1 });
    upstream.script('a', () => ({ text: 'x', usage: usage(1) }));
    // Latency is time for each token of output: many tokens make it short.
    upstream.script('b', () => ({ text: 'x', usage: usage(1_000_000) }));
    for (let round = 0; round < 6; round++) await (await ask()).text();
    expect(called().filter((model) => model === 'a')).toHaveLength(1);
  });

  it('cost-based-routing takes the cheaper', async () => {
    const members = [
      { group: 'model', model: 'dear', price: 0.00001 },
      { group: 'model', model: 'cheap', price: 0.000001 },
    ];
    const { called, ask } = await routedGateway(members, strategy('cost-based-routing'));
    for (let round = 0; round < 3; round++) await ask();
    expect(called()).toEqual(['cheap', 'cheap', 'cheap']);
  });
});

describe('tags', () => {
  const tagged = [
    { group: 'model', model: 'free', params: ['tags: [free]'] },
    { group: 'model', model: 'paid', params: ['tags: [paid, eu]'] },
  ];
  const FILTER = 'router_settings: { enable_tag_filtering: true }\n';

  it('of the body or of x-litellm-tags choose the deployment', async () => {
    const { called, ask } = await routedGateway(tagged, FILTER);
    await ask({ metadata: { tags: ['paid'] } });
    await ask({}, { authorization: 'Bearer sk-test-master', 'x-litellm-tags': 'free' });
    expect(called()).toEqual(['paid', 'free']);
  });

  it('that fit none are refused, and nothing is sent', async () => {
    const { called, ask } = await routedGateway(tagged, FILTER);
    const response = await ask({ metadata: { tags: ['unknown'] } });
    expect(response.status).toBe(400);
    expect(await messageOf(response)).toContain('unknown');
    expect(called()).toEqual([]);
  });

  it('that fit none lead to a deployment with the tag default', async () => {
    const { called, ask } = await routedGateway(
      [...tagged, { group: 'model', model: 'rest', params: ['tags: [default]'] }],
      FILTER,
    );
    await ask({ metadata: { tags: ['unknown'] } });
    await ask();
    expect(called()).toEqual(['rest', 'rest']);
  });

  it('must all be there where tag_filtering_match_any is off', async () => {
    const { called, ask } = await routedGateway(
      tagged,
      'router_settings: { enable_tag_filtering: true, tag_filtering_match_any: false }\n',
    );
    await ask({ metadata: { tags: ['paid', 'eu'] } });
    expect((await ask({ metadata: { tags: ['paid', 'free'] } })).status).toBe(400);
    expect(called()).toEqual(['paid']);
  });

  it('decide nothing where the filter is off', async () => {
    const { ask } = await routedGateway(tagged);
    expect((await ask({ metadata: { tags: ['unknown'] } })).status).toBe(200);
  });
});

describe('enable_pre_call_checks', () => {
  const LONG = [{ role: 'user', content: 'word '.repeat(400) }];
  const small = { group: 'small', model: 'a', info: 'max_input_tokens: 100' };
  const big = { group: 'big', model: 'b', info: 'max_input_tokens: 1000' };

  it('sends a prompt that is too long to the context window fallback, and nothing to the first model', async () => {
    const { called, ask } = await routedGateway(
      [small, big],
      'router_settings: { enable_pre_call_checks: true, context_window_fallbacks: [{ small: [big] }] }\n',
    );
    expect((await ask({ messages: LONG })).status).toBe(200);
    await ask();
    expect(called()).toEqual(['b', 'a']);
  });

  it('skips the deployments of a group that are too small', async () => {
    const members = [small, { ...big, group: 'small' }];
    const { called, ask } = await routedGateway(members, 'router_settings: { enable_pre_call_checks: true }\n');
    for (let round = 0; round < 4; round++) await ask({ messages: LONG });
    expect(called()).toEqual(['b', 'b', 'b', 'b']);
  });

  it('refuses a prompt that fits nowhere with a context window error', async () => {
    const { called, ask } = await routedGateway([small], 'router_settings: { enable_pre_call_checks: true }\n');
    const response = await ask({ messages: LONG });
    expect(response.status).toBe(400);
    expect(await messageOf(response)).toContain('Context Window exceeded for given call');
    expect(called()).toEqual([]);
  });

  it('off, asks whatever deployment there is', async () => {
    const { called, ask } = await routedGateway([small]);
    await ask({ messages: LONG });
    expect(called()).toEqual(['a']);
  });
});
