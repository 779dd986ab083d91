import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModelCatalog } from '../../src/catalog/modelCatalog.ts';
import type { ChatEvent } from '../../src/domain/chat.ts';
import { costOf } from '../../src/domain/pricing.ts';
import { collect, SONNET_45, toCall, toDeployment, toRequest } from '../simulators/bedrock/fixtures.ts';
import { type ProviderHarness, startHarness } from '../simulators/bedrock/providerHarness.ts';

const RUNS = 100;

const tokens = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400_000 }));
/** Usage as the service may report it, with and without lifetimes. */
const usages = fc
  .record({ input: tokens, output: tokens, read: tokens, short: tokens, long: tokens, detailed: fc.boolean() })
  .map(({ input, output, read, short, long, detailed }) => ({
    inputTokens: input,
    outputTokens: output,
    totalTokens: input + output + read + short + long,
    cacheReadInputTokens: read,
    cacheWriteInputTokens: short + long,
    ...(detailed
      ? {
          cacheDetails: [
            { ttl: '5m', inputTokens: short },
            { ttl: '1h', inputTokens: long },
          ],
        }
      : {}),
  }));
const tiers = fc.constantFrom(undefined, 'default', 'flex');

describe('a streamed answer and a whole one', () => {
  let harness: ProviderHarness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());

  it('cost the same, whatever was counted', async () => {
    const deployment = toDeployment(SONNET_45);
    const { price } = createModelCatalog().describe(deployment);
    const ask = async (stream: boolean) => {
      const events = await collect(await harness.provider.chat(toRequest({ stream }), toCall(deployment)));
      const usage = events.find(
        (event): event is Extract<ChatEvent, { type: 'usage' }> => event.type === 'usage',
      )?.usage;
      return { usage, cost: usage === undefined ? undefined : costOf(usage, price) };
    };
    await fc.assert(
      fc.asyncProperty(usages, tiers, async (usage, serviceTier) => {
        harness.simulator.script('*', () => ({
          text: 'Hi',
          usage,
          ...(serviceTier === undefined ? {} : { serviceTier }),
        }));
        const streamed = await ask(true);
        expect(await ask(false)).toEqual(streamed);
        expect(streamed.usage?.outputTokens).toBe(usage.outputTokens);
        expect(streamed.cost === undefined).toBe(serviceTier === 'flex');
      }),
      { numRuns: RUNS },
    );
  });
});
