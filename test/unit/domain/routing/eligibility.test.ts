import { describe, expect, it } from 'vitest';
import { filterByContext, filterByTags } from '../../../../src/domain/routing/eligibility.ts';
import { deployment } from '../../../support/settings.ts';

describe('tags', () => {
  const free = deployment({ id: 'free', tags: ['free', 'eu'] });
  const paid = deployment({ id: 'paid', tags: ['paid'] });
  const fallback = deployment({ id: 'default', tags: ['default'] });
  const bare = deployment({ id: 'bare' });
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

  it('lead to the deployments that share one', () => {
    expect(ids(filterByTags([free, paid, bare], ['paid', 'x'], true, 'g'))).toEqual(['paid']);
  });
  it('lead, with tag_filtering_match_any off, to those that have all of them', () => {
    expect(ids(filterByTags([free, paid], ['free', 'eu'], false, 'g'))).toEqual(['free']);
    expect(() => filterByTags([free, paid], ['free', 'paid'], false, 'g')).toThrow(/passed tags/);
  });
  it('that fit none lead to the default deployments, else nowhere', () => {
    expect(ids(filterByTags([free, fallback], ['x'], true, 'g'))).toEqual(['default']);
    expect(() => filterByTags([free, bare], ['x'], true, 'g')).toThrow(
      expect.objectContaining({ kind: 'bad-request', param: 'metadata.tags' }),
    );
  });
  it('that a request lacks lead to the default deployments, else to all', () => {
    expect(ids(filterByTags([free, fallback], [], true, 'g'))).toEqual(['default']);
    expect(ids(filterByTags([free, bare], [], true, 'g'))).toEqual(['free', 'bare']);
  });
});

describe('the length of a prompt', () => {
  const short = deployment({ id: 'short' });
  const long = deployment({ id: 'long' });
  const unknown = deployment({ id: 'unknown' });
  const limits: Readonly<Record<string, number>> = { short: 100, long: 1000 };
  const fitting = (tokens: number, ...list: (typeof short)[]) =>
    filterByContext(list, tokens, ({ id }) => limits[id]).map(({ id }) => id);

  it('leaves out the deployments whose context it exceeds; an unknown context holds everything', () => {
    expect(fitting(100, short, long)).toEqual(['short', 'long']);
    expect(fitting(101, short, long, unknown)).toEqual(['long', 'unknown']);
  });
  it('is a context window error where no deployment has room', () => {
    expect(() => fitting(1001, short, long)).toThrow(
      expect.objectContaining({ kind: 'context-window', message: expect.stringContaining('1001 tokens') }),
    );
  });
});
