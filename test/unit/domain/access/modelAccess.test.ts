import { describe, expect, it } from 'vitest';
import { allowsAny, modelDenial } from '../../../../src/domain/access/modelAccess.ts';
import { entity, holder } from '../../../support/holders.ts';

const GROUPS = new Map([
  ['fast', ['nova', 'haiku']],
  ['beta', ['claude-*']],
]);

const wants = (group: string, requested = group, name = requested) => ({ requested, name, group });

describe('a list of models', () => {
  it.each([
    [[], 'sonnet', true],
    [['sonnet'], 'sonnet', true],
    [['sonnet'], 'nova', false],
    [['bedrock/*'], 'bedrock/nova', true],
    [['bedrock-*'], 'my-bedrock-nova', false],
    [['a.c'], 'abc', false],
    [['*'], 'anything', true],
    [['all-proxy-models'], 'anything', true],
    [['no-default-models'], 'sonnet', false],
    [['no-default-models', 'sonnet'], 'sonnet', true],
    [['fast'], 'haiku', true],
    [['fast'], 'sonnet', false],
    [['beta'], 'claude-5', true],
  ] as const)('%j allows %s: %s', (models, name, allowed) => {
    expect(allowsAny(models, [name], GROUPS)).toBe(allowed);
  });
});

describe('who forbids a model', () => {
  it('is the key, by its own list', () => {
    expect(modelDenial(holder({ models: ['nova'] }), wants('sonnet'), GROUPS)).toBe('key');
    expect(modelDenial(holder({ models: ['nova'] }), wants('nova'), GROUPS)).toBeUndefined();
  });

  it('is the team where its list is narrower than the key’s', () => {
    const team = entity('team', 'tools', { models: ['nova'] });
    expect(modelDenial(holder({ models: ['sonnet'] }, { team }), wants('sonnet'), GROUPS)).toBe('team');
    expect(modelDenial(holder({ models: ['all-team-models'] }, { team }), wants('sonnet'), GROUPS)).toBe('team');
    expect(modelDenial(holder({ models: ['all-team-models'] }, { team }), wants('nova'), GROUPS)).toBeUndefined();
  });

  it('is the user for keys without a team only', () => {
    const user = entity('user', 'ann', { models: ['no-default-models'] });
    const team = entity('team', 'tools', { models: [] });
    expect(modelDenial(holder({}, { user }), wants('nova'), GROUPS)).toBe('user');
    expect(modelDenial(holder({}, { user, team }), wants('nova'), GROUPS)).toBeUndefined();
  });

  it('lets no key open its team’s list with an alias of its own', () => {
    const team = entity('team', 'tools', { models: ['nova'] });
    const key = { models: ['nova'], aliases: { nova: 'sonnet' } };
    expect(modelDenial(holder(key, { team }), wants('sonnet', 'nova', 'sonnet'), GROUPS)).toBe('team');
  });

  it('takes the names that a team’s alias gives', () => {
    const team = entity('team', 'tools', { models: ['best'], model_aliases: { best: 'sonnet' } });
    expect(modelDenial(holder({}, { team }), wants('sonnet', 'best', 'sonnet'), GROUPS)).toBeUndefined();
  });

  it('adds unified access groups to a key’s models, and makes them its only ones where it has no list', () => {
    const only = holder({ fields: { access_group_ids: ['fast'] } });
    expect(modelDenial(only, wants('nova'), GROUPS)).toBeUndefined();
    expect(modelDenial(only, wants('sonnet'), GROUPS)).toBe('key');
    expect(modelDenial(holder({ fields: { access_group_ids: ['gone'] } }), wants('sonnet'), GROUPS)).toBe('key');
  });
});
