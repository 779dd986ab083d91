import { describe, expect, it } from 'vitest';
import type { ChatRequest, ReasoningRequest } from '../../../../src/domain/chat.ts';
import { NOVA, SONNET_35, SONNET_37, SONNET_45 } from '../../../simulators/bedrock/fixtures.ts';
import { assistant, type PrepareOptions, prepare, toolCall, toolResult, user } from './prepare.ts';

const OPUS_47 = 'global.anthropic.claude-opus-4-7-v1:0';

describe('inference', () => {
  it('case 44: limits and sampling', () => {
    const input = prepare({ maxTokens: 100, temperature: 0.2, topP: 0.9, stop: ['x', ''] });
    expect(input.inferenceConfig).toEqual({ maxTokens: 100, temperature: 0.2, topP: 0.9, stopSequences: ['x'] });
  });

  it('lowers what the model or Converse would refuse', () => {
    expect(prepare({ maxTokens: 64_000, temperature: 1.5 }, { model: SONNET_35 }).inferenceConfig).toEqual({
      maxTokens: 4096,
      temperature: 1,
    });
    expect(prepare({ temperature: 0.2, topP: 0.9 }, { model: SONNET_45 }).inferenceConfig).toEqual({
      temperature: 0.2,
    });
  });

  it('case 45: top_k where each family has it', () => {
    expect(prepare({ topK: 40 }).additionalModelRequestFields).toEqual({ top_k: 40 });
    expect(prepare({ topK: 40 }, { model: NOVA }).additionalModelRequestFields).toEqual({
      inferenceConfig: { topK: 40 },
    });
    expect(prepare({ topK: 40 }, { model: 'us.meta.llama3-3-70b-instruct-v1:0' })).not.toHaveProperty(
      'additionalModelRequestFields',
    );
  });
});

describe('thinking', () => {
  const think = (reasoning: ReasoningRequest, request: Partial<ChatRequest> = {}, options: PrepareOptions = {}) => {
    const input = prepare({ reasoning, ...request }, options);
    return [input.additionalModelRequestFields, input.inferenceConfig];
  };
  const budget = (tokens: number) => ({ thinking: { type: 'enabled', budget_tokens: tokens } });

  it.each([
    ['minimal', 1024],
    ['low', 1024],
    ['medium', 2048],
    ['high', 4096],
  ] as const)('case 46: effort %s is a budget of %i', (effort, tokens) => {
    expect(think({ effort })).toEqual([budget(tokens), { maxTokens: tokens + 4096 }]);
  });

  it.each([{ effort: 'none' }, { mode: 'disabled', budgetTokens: 2000 }] as const)(
    'case 46: %j means no thinking',
    (reasoning) => {
      expect(think(reasoning)).toEqual([undefined, undefined]);
    },
  );

  it.each([
    [1, 1024],
    [1024, 1024],
    [5000, 5000],
  ])('case 47: a budget of %i becomes %i', (asked, sent) => {
    expect(think({ mode: 'enabled', budgetTokens: asked })).toEqual([budget(sent), { maxTokens: sent + 4096 }]);
  });

  it('case 47: the client’s limit holds and the budget fits under it', () => {
    expect(think({ mode: 'enabled', budgetTokens: 2000 }, { maxTokens: 8000 })).toEqual([
      budget(2000),
      { maxTokens: 8000 },
    ]);
    expect(think({ mode: 'enabled', budgetTokens: 9000 }, { maxTokens: 8000 })).toEqual([
      budget(7999),
      { maxTokens: 8000 },
    ]);
    expect(think({ mode: 'enabled', budgetTokens: 9000 }, { maxTokens: 500 })).toEqual([undefined, { maxTokens: 500 }]);
  });

  it('drops the sampling that thinking forbids', () => {
    expect(think({ effort: 'low' }, { temperature: 0, topP: 0.5, topK: 3, maxTokens: 3000 })).toEqual([
      budget(1024),
      { maxTokens: 3000 },
    ]);
  });

  it('case 46: adaptive models get an effort and never a budget', () => {
    const adaptive = (effort: string) => ({ thinking: { type: 'adaptive' }, output_config: { effort } });
    expect(think({ effort: 'high' }, {}, { model: OPUS_47 })).toEqual([adaptive('high'), undefined]);
    expect(think({ mode: 'enabled', budgetTokens: 31_999 }, {}, { model: OPUS_47 })).toEqual([
      adaptive('high'),
      undefined,
    ]);
    expect(think({ mode: 'adaptive' }, {}, { model: OPUS_47 })).toEqual([
      { thinking: { type: 'adaptive' } },
      undefined,
    ]);
    expect(think({ effort: 'xhigh' }, {}, { capabilities: { thinking: 'budget-or-adaptive' } })).toEqual([
      adaptive('high'),
      undefined,
    ]);
  });

  it('case 46: gpt-oss and Nova 2 in their own words', () => {
    expect(think({ effort: 'minimal' }, {}, { capabilities: { thinking: 'effort' } })[0]).toEqual({
      reasoning_effort: 'low',
    });
    expect(
      think({ effort: 'medium' }, { maxTokens: 10 }, { model: NOVA, capabilities: { thinking: 'nova-effort' } }),
    ).toEqual([{ reasoningConfig: { type: 'enabled', maxReasoningEffort: 'medium' } }, { maxTokens: 10 }]);
  });

  it('is left out for models that do not take it', () => {
    expect(think({ mode: 'enabled', budgetTokens: 2000 }, {}, { model: SONNET_35 })).toEqual([undefined, undefined]);
  });

  it('case 28: is left out where the open tool calls were made without signed thinking', () => {
    const reasoning = { mode: 'enabled' as const, budgetTokens: 2000 };
    const open = [user('A'), assistant('B', toolCall('1')), user(toolResult('1'))];
    expect(think(reasoning, { messages: open })).toEqual([undefined, undefined]);
    expect(think(reasoning, { messages: [...open, assistant('Done.'), user('Next.')] })[0]).toEqual(budget(2000));
  });
});

describe('extra parameters', () => {
  it('case 48 to 50: Bedrock’s own stand at the top, not in inferenceConfig', () => {
    const extra = {
      guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1', trace: 'enabled' },
      performanceConfig: { latency: 'optimized' },
      requestMetadata: { team: 'a b' },
      service_tier: 'auto',
    };
    expect(prepare({ extra, maxTokens: 16, temperature: 0.2 })).toMatchObject({
      guardrailConfig: extra.guardrailConfig,
      performanceConfig: extra.performanceConfig,
      requestMetadata: extra.requestMetadata,
      serviceTier: { type: 'default' },
      inferenceConfig: { maxTokens: 16, temperature: 0.2 },
    });
  });

  it.each([
    { k: 'ü' },
    { '': 'v' },
    { k: 'v'.repeat(257) },
    Object.fromEntries([...Array(17).keys()].map((n) => [`k${n}`, 'v'])),
  ])('case 49: refuses metadata that Bedrock refuses', (requestMetadata) =>
    expect(() => prepare({ extra: { requestMetadata } })).toThrow(/requestMetadata/),
  );

  it('case 52: unknown ones go to the model, or are dropped', () => {
    expect(prepare({ extra: { custom: 1 } }).additionalModelRequestFields).toEqual({ custom: 1 });
    expect(prepare({ extra: { custom: 1 } }, { dropParams: true })).not.toHaveProperty('additionalModelRequestFields');
  });

  it('case 53: anthropic_beta for Claude only', () => {
    const extra = { anthropic_beta: ['context-1m-2025-08-07'] };
    expect(prepare({ extra }, { dropParams: true }).additionalModelRequestFields).toEqual(extra);
    expect(prepare({ extra }, { model: NOVA })).not.toHaveProperty('additionalModelRequestFields');
  });

  it('names OpenAI’s own that no model takes, unless they ask for nothing or are to be dropped', () => {
    expect(() => prepare({ extra: { seed: 7, logprobs: true } })).toThrow(/seed, logprobs.*drop_params/);
    const silent = {
      n: 1,
      logprobs: false,
      frequency_penalty: 0,
      user: 'u',
      metadata: {},
      stream_options: {},
      store: true,
      litellm_call_id: 'x',
    };
    expect(prepare({ extra: silent })).not.toHaveProperty('additionalModelRequestFields');
    expect(prepare({ extra: { seed: 7 } }, { dropParams: true })).not.toHaveProperty('additionalModelRequestFields');
  });
});

describe('defaults of the deployment', () => {
  const deployment = {
    defaults: { temperature: 0.5, max_tokens: 2000, thinking: { type: 'enabled', budget_tokens: 1024 }, custom: 'c' },
  };

  it('fill what the client left out', () => {
    expect(prepare({}, { deployment })).toMatchObject({
      inferenceConfig: { maxTokens: 2000 },
      additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1024 }, custom: 'c' },
    });
    expect(prepare({ maxTokens: 10, reasoning: { mode: 'disabled' } }, { deployment }).inferenceConfig).toEqual({
      maxTokens: 10,
      temperature: 0.5,
    });
  });

  it('additional_drop_params wins over everybody', () => {
    const input = prepare(
      { temperature: 0.1, tools: [{ name: 'look' }], extra: { seed: 1 } },
      {
        model: SONNET_37,
        deployment: { additionalDropParams: ['temperature', 'tools', 'seed'] },
      },
    );
    expect(Object.keys(input)).toEqual(['messages']);
  });
});
