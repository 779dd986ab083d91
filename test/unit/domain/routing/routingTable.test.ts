import { describe, expect, it } from 'vitest';
import { RoutingTable } from '../../../../src/domain/routing/routingTable.ts';
import { deployment, router } from '../../../support/settings.ts';

const deployments = [
  deployment({ id: 'd1', group: 'sonnet', litellmModel: 'bedrock/converse/us.anthropic.sonnet' }),
  deployment({ id: 'd2', group: 'nova' }),
  deployment({ id: 'd3', group: 'nova-team', info: { team_id: 't1', team_public_model_name: 'our-nova' } }),
];
const aliases = { best: { group: 'sonnet', hidden: false }, d2: { group: 'sonnet', hidden: false } };

describe('what a model name means', () => {
  const table = new RoutingTable({ deployments, router: router({ aliases }) });

  it("is a deployment's id before anything else", () => {
    expect(table.resolve('d2')).toMatchObject({ kind: 'deployment', group: 'nova', deployment: { id: 'd2' } });
  });
  it('is an alias before a group', () => {
    const shadowing = { nova: { group: 'sonnet', hidden: true } };
    expect(table.resolve('best')).toEqual({ kind: 'group', group: 'sonnet' });
    expect(new RoutingTable({ deployments, router: router({ aliases: shadowing }) }).resolve('nova')).toEqual({
      kind: 'group',
      group: 'sonnet',
    });
  });
  it("is a team's own name for a group, to that team alone", () => {
    expect(table.resolve('our-nova', 't1')).toEqual({ kind: 'group', group: 'nova-team' });
    expect(table.resolve('our-nova', 't2')).toBeUndefined();
    expect(table.resolve('our-nova')).toBeUndefined();
  });
  it("is the provider's own model string, which Cline may send", () => {
    expect(table.resolve('bedrock/converse/us.anthropic.sonnet')).toEqual({ kind: 'group', group: 'sonnet' });
  });
  it('is the first default fallback where nothing else fits', () => {
    const settings = router({ defaultFallbacks: ['nova', 'sonnet'] });
    expect(new RoutingTable({ deployments, router: settings }).resolve('gpt-9')).toEqual({
      kind: 'group',
      group: 'nova',
    });
  });
  it('is nothing else', () => {
    expect(table.resolve('gpt-9')).toBeUndefined();
    expect(table.resolve('constructor')).toBeUndefined();
  });
});

describe('a wildcard', () => {
  const wild = (group: string, litellmModel: string, id = group) =>
    deployment({
      id,
      group,
      litellmModel,
      model: litellmModel.slice(litellmModel.indexOf('/') + 1),
      provider: 'bedrock',
    });
  const table = (...list: ReturnType<typeof wild>[]) => new RoutingTable({ deployments: list, router: router({}) });

  it('serves every name that begins as it says, by a deployment of its own', () => {
    const [made] = table(wild('bedrock/*', 'bedrock/*', 'w1')).deploymentsOf('bedrock/eu-west-1/anthropic.claude-v9');
    expect(made).toMatchObject({
      id: 'w1:bedrock/eu-west-1/anthropic.claude-v9',
      group: 'bedrock/eu-west-1/anthropic.claude-v9',
      provider: 'bedrock',
      model: 'anthropic.claude-v9',
      aws: { region: 'eu-west-1' },
    });
  });
  it('fills each star of the model with what stood in the place of its own', () => {
    const [made] = table(wild('team-*-*', 'bedrock/*/anthropic.*')).deploymentsOf('team-us-east-1-claude');
    expect(made?.litellmModel).toBe('bedrock/us-east-1/anthropic.claude');
  });
  it("takes the client's own name where it has more captures than places", () => {
    const [made] = table(wild('bedrock/*-*', 'bedrock/*')).deploymentsOf('bedrock/a-b');
    expect(made).toMatchObject({ litellmModel: 'bedrock/a-b', model: 'a-b' });
  });
  it('gives way to a longer one, and to a group of that very name', () => {
    const list = [
      wild('*', 'openai/*', 'all'),
      wild('bedrock/*', 'bedrock/*', 'some'),
      wild('bedrock/x', 'bedrock/x', 'one'),
    ];
    expect(table(...list).deploymentsOf('bedrock/x')[0]?.id).toBe('one');
    expect(table(...list).deploymentsOf('bedrock/y')[0]?.id).toBe('some:bedrock/y');
    expect(table(...list).deploymentsOf('other')[0]?.id).toBe('all:other');
  });
  it('is tried with the provider of a well-known name, too', () => {
    expect(table(wild('openai/*', 'openai/*')).resolve('gpt-4o')).toEqual({ kind: 'group', group: 'gpt-4o' });
    expect(table(wild('openai/*', 'openai/*')).deploymentsOf('gpt-4o')[0]).toMatchObject({ model: 'gpt-4o' });
  });
  it('matches from the start alone, and takes signs of a pattern for themselves', () => {
    expect(table(wild('bedrock/*', 'bedrock/*')).resolve('my-bedrock/x')).toBeUndefined();
    expect(table(wild('gpt-4.*', 'openai/*')).resolve('gpt-4x1')).toBeUndefined();
  });
  it('is no model itself', () => {
    expect(table(wild('bedrock/*', 'bedrock/*')).resolve('bedrock/*')).toBeUndefined();
  });
  it('remembers a bounded number of names, with the same deployment for the same name', () => {
    const many = table(wild('bedrock/*', 'bedrock/*'));
    const first = many.deploymentsOf('bedrock/0')[0];
    expect(many.deploymentsOf('bedrock/0')[0]).toBe(first);
    for (let index = 1; index <= 1000; index++) many.deploymentsOf(`bedrock/${index}`);
    expect(many.deploymentsOf('bedrock/0')[0]).not.toBe(first);
    expect(many.deploymentsOf('bedrock/0')[0]).toEqual(first);
  });
});
