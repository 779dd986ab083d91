import { describe, expect, it } from 'vitest';
import type { FallbackChain } from '../../../src/protocol/routing.ts';
import { chainChildren, chainRoots } from '../../../src/vscode/fallbacks/chainNodes.ts';
import { chainOf, moved, movedTo, without } from '../../../src/vscode/fallbacks/chainRef.ts';
import { EMPTY_ROUTING } from './routing.ts';

const chain = (kind: FallbackChain['kind'], model: string | null, ...names: string[]): FallbackChain => ({
  kind,
  model,
  fallbacks: names.map((name) => ({ model: name, known: true, losses: [] })),
});
const routing = {
  ...EMPTY_ROUTING,
  chains: [
    chain('general', 'big', 'small', 'medium'),
    chain('general', 'small', 'medium'),
    chain('default', null, 'last'),
  ],
};

describe('the tree of fallbacks', () => {
  it('has every kind, also those without chains', () => {
    expect(chainRoots(routing)).toMatchObject([
      { of: 'general', chains: [{ model: 'big' }, { model: 'small' }] },
      { of: 'context_window', chains: [] },
      { of: 'content_policy', chains: [] },
      { of: 'default', chains: [{ model: null }] },
    ]);
  });

  it('has chains below their kind, models below their chain', () => {
    const [general, , , byDefault] = chainRoots(routing);
    const chains = general === undefined ? [] : chainChildren(general);
    expect(chains).toMatchObject([{ kind: 'chain' }, { kind: 'chain' }]);
    expect(chains[0] === undefined ? [] : chainChildren(chains[0])).toMatchObject([{ position: 0 }, { position: 1 }]);
    expect(byDefault === undefined ? [] : chainChildren(byDefault)).toMatchObject([
      { kind: 'chainTarget', position: 0 },
    ]);
  });
});

describe('a change of a chain', () => {
  const at = (position: number) => {
    const ref = chainOf({ kind: 'chainTarget', chain: chain('general', 'big', 'a', 'b', 'c'), position });
    if (ref === undefined) throw new Error('there is a chain');
    return ref;
  };

  it('moves a model up and down, not beyond the ends', () => {
    expect(moved(at(1), -1)).toEqual(['b', 'a', 'c']);
    expect(moved(at(1), 1)).toEqual(['a', 'c', 'b']);
    expect(moved(at(0), -1)).toEqual(['a', 'b', 'c']);
    expect(moved(at(2), 1)).toEqual(['a', 'b', 'c']);
  });

  it('moves a model to the place of another one', () => {
    expect(movedTo(at(2), 0)).toEqual(['c', 'a', 'b']);
    expect(movedTo(at(0), 2)).toEqual(['b', 'c', 'a']);
    const there = at(1);
    expect(movedTo(there, 1)).toBe(there.names);
    expect(movedTo(there, 3)).toBe(there.names);
  });

  it('takes out the model that it points at, no other', () => {
    expect(without(at(1))).toEqual(['a', 'c']);
    expect(without({ ...at(1), position: undefined })).toEqual(['a', 'b', 'c']);
  });

  it('of a kind without a model asks for one first, but for the default chain', () => {
    const [general, , , byDefault] = chainRoots(routing);
    expect(chainOf(general)).toBeUndefined();
    expect(chainOf(byDefault)).toEqual({ kind: 'default', model: undefined, names: ['last'], position: undefined });
    expect(chainOf(undefined)).toBeUndefined();
  });
});
