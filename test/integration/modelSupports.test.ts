import { describe, expect, it } from 'vitest';
import type { ModelGroup } from '../../src/protocol/api.ts';
import { startTestGateway } from './support/gateway.ts';

const CONFIG = `model_list:
  - { model_name: talks, litellm_params: { model: demo/chat } }
  - { model_name: embeds, litellm_params: { model: demo/embedding }, model_info: { mode: embedding } }
`;

describe('what a model supports', () => {
  it('is nothing of conversations where it makes embeddings', async () => {
    const gateway = await startTestGateway(CONFIG);
    const { groups } = (await (await gateway.call('/torii/models')).json()) as { groups: readonly ModelGroup[] };
    const supports = (name: string) => groups.find((group) => group.name === name)?.deployments[0]?.supports;
    expect(supports('talks')).toMatchObject({ tools: true });
    expect(Object.values(supports('embeds') ?? { tools: true })).toEqual([false, false, false, false, false]);
  });
});
