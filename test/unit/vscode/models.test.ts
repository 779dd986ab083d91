import { describe, expect, it } from 'vitest';
import { chatGroups, toAgentModel } from '../../../src/apiClient/agentModel.ts';
import type { DeploymentSummary, ModelGroup } from '../../../src/protocol/api.ts';
import { childNodes, type Models, rootNodes } from '../../../src/vscode/models/modelNodes.ts';
import { EMPTY_ROUTING } from './routing.ts';

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
const group = (name: string, deployments: DeploymentSummary[]): ModelGroup => ({
  name,
  deployments,
  fallbacks: [],
  aliases: [],
});

const sonnet = group('sonnet', [deployment('a'), deployment('b')]);
const haiku = group('haiku', [deployment('c')]);
const embed = group('embed', [deployment('f', { mode: 'embedding' })]);
const losses = [{ capability: 'promptCaching', remedy: '' }] as const;
const target = (model: string, lost: readonly (typeof losses)[number][] = []) => ({
  model,
  known: true,
  losses: [...lost],
});
const models: Models = {
  groups: [sonnet, haiku, embed],
  routing: {
    ...EMPTY_ROUTING,
    chains: [
      { kind: 'general', model: 'sonnet', fallbacks: [target('haiku'), target('nova', losses)] },
      { kind: 'default', model: null, fallbacks: [target('haiku'), target('last')] },
    ],
  },
};

describe('the tree of models', () => {
  it('has the groups, their deployments, then their fallbacks in order', () => {
    const [root] = rootNodes(models);
    const children = root === undefined ? [] : childNodes(root, models);
    expect(children.map(({ kind }) => kind)).toEqual(['deployment', 'deployment', 'fallbacks']);
    const [, , fallbacks] = children;
    expect(fallbacks === undefined ? [] : childNodes(fallbacks, models)).toMatchObject([
      { position: 0, target: { model: 'haiku', losses: [] }, inherited: false, chain: ['haiku', 'nova'] },
      { position: 1, target: { model: 'nova', losses }, inherited: false },
    ]);
  });

  it('shows the default chain where a group has none, without the group itself', () => {
    const children = childNodes({ kind: 'group', group: haiku, chain: [] }, models);
    const fallbacks = children.find(({ kind }) => kind === 'fallbacks');
    expect(fallbacks).toMatchObject({ inherited: true, chain: [] });
    expect(fallbacks === undefined ? [] : childNodes(fallbacks, models)).toMatchObject([
      { target: { model: 'last' }, inherited: true },
    ]);
  });

  it('has no fallbacks where there are none', () => {
    const alone = { ...models, routing: EMPTY_ROUTING };
    const children = childNodes({ kind: 'group', group: haiku, chain: [] }, alone);
    expect(children.map(({ kind }) => kind)).toEqual(['deployment']);
  });

  it('offers agents only groups that chat', () => {
    expect(chatGroups(models.groups).map(({ name }) => name)).toEqual(['sonnet', 'haiku']);
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
