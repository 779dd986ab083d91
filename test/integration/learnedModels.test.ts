import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelCapabilities } from '../../src/domain/capabilities.ts';
import type { ChatRequest } from '../../src/domain/chat.ts';
import { cardOf, collect, textOf, toCall, toDeployment, toRequest } from '../simulators/bedrock/fixtures.ts';
import { type ProviderHarness, startHarness } from '../simulators/bedrock/providerHarness.ts';

const OPUS_47 = 'global.anthropic.claude-opus-4-7-v1:0';
const OPUS_46 = 'us.anthropic.claude-opus-4-6-v1';

describe('a model that the table of capabilities has wrong', () => {
  let harness: ProviderHarness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());

  async function ask(model: string, wrong: Partial<ModelCapabilities>, request: Partial<ChatRequest>): Promise<number> {
    const before = harness.simulator.requests.length;
    const call = toCall(toDeployment(model), { card: cardOf(model, wrong) });
    expect(textOf(await collect(await harness.provider.chat(toRequest(request), call)))).toMatch(/^You said: /);
    return harness.simulator.requests.length - before;
  }

  it('that refuses sampling is asked again without, once', async () => {
    const wrong = { sampling: undefined };
    expect(await ask(OPUS_47, wrong, { temperature: 0.2 })).toBe(2);
    expect(await ask(OPUS_47, wrong, { temperature: 0.2 })).toBe(1);
  });

  it('that refuses a prefill is asked to continue, once', async () => {
    const messages: ChatRequest['messages'] = [
      { role: 'user', content: [{ type: 'text', text: 'Hello' }] },
      { role: 'assistant', content: [{ type: 'text', text: '{' }] },
    ];
    expect(await ask(OPUS_46, { prefill: undefined }, { messages })).toBe(2);
    expect(await ask(OPUS_46, { prefill: undefined }, { messages })).toBe(1);
  });
});
