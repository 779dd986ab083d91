import { describe, expect, it } from 'vitest';
import { chatGroups, toAgentModel } from '../../../src/apiClient/agentModel.ts';
import type { DeploymentSummary, ModelGroup } from '../../../src/protocol/api.ts';
import { childNodes, lostCapabilities, rootNodes } from '../../../src/vscode/modelNodes.ts';

const can = { tools: true, images: true, documents: true, thinking: true, promptCaching: true };
const deployment = (id: string, part: Partial<DeploymentSummary> = {}): DeploymentSummary => ({
  id,
  provider: 'bedrock',
  model: `model-${id}`,
  region: 'us-east-1',
  apiBase: null,
  health: 'ready',
  coolingUntil: null,
  inputPrice: 3,
  outputPrice: 15,
  cacheReadPrice: 0.3,
  cacheWritePrice: 3.75,
  maxInputTokens: 200_000,
  maxOutputTokens: 8192,
  mode: 'chat',
  supports: can,
  source: null,
  ...part,
});
const group = (name: string, deployments: DeploymentSummary[], fallbacks: string[] = []): ModelGroup => ({
  name,
  deployments,
  fallbacks,
  aliases: [],
});

const sonnet = group('sonnet', [deployment('a'), deployment('b')], ['haiku', 'nova', 'missing']);
const haiku = group('haiku', [deployment('c')]);
const nova = group('nova', [deployment('d'), deployment('e', { supports: { ...can, promptCaching: false } })]);
const embed = group('embed', [deployment('f', { mode: 'embedding' })]);
const groups = [sonnet, haiku, nova, embed];

describe('the tree of models', () => {
  it('has the groups, their deployments, then their fallbacks in order', () => {
    const [root] = rootNodes(groups);
    const children = root === undefined ? [] : childNodes(root, groups);
    expect(children.map(({ kind }) => kind)).toEqual(['deployment', 'deployment', 'fallbacks']);
    const fallbacks = childNodes({ kind: 'fallbacks', group: sonnet }, groups);
    expect(fallbacks).toMatchObject([
      { position: 1, name: 'haiku', lost: [] },
      { position: 2, name: 'nova', lost: ['promptCaching'] },
      { position: 3, name: 'missing', lost: [] },
    ]);
  });

  it('has no fallbacks node where there are none', () => {
    expect(childNodes({ kind: 'group', group: haiku }, groups).map(({ kind }) => kind)).toEqual(['deployment']);
  });

  it('does not warn of what the first group cannot do either', () => {
    expect(lostCapabilities(nova, haiku)).toEqual([]);
  });

  it('offers agents only groups that chat', () => {
    expect(chatGroups(groups).map(({ name }) => name)).toEqual(['sonnet', 'haiku', 'nova']);
  });
});

describe('what Cline is told of a group', () => {
  it('is what all of its deployments can do, the smallest limits and the highest prices', () => {
    const mixed = group('mixed', [
      deployment('a', { inputPrice: 1, maxInputTokens: 100 }),
      deployment('b', { inputPrice: 2, maxInputTokens: 50, supports: { ...can, images: false } }),
    ]);
    expect(toAgentModel(mixed)).toMatchObject({
      inputPrice: 2,
      contextWindow: 50,
      supportsImages: false,
      supportsReasoning: true,
    });
  });

  it('leaves out what is not known of every deployment', () => {
    const info = toAgentModel(group('new', [deployment('a'), deployment('b', { outputPrice: null })]));
    expect(info?.outputPrice).toBe(undefined);
  });
});
