import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageOf } from '../../../webview-ui/src/app/pageOf.ts';
import { formatRoute, parseRoute } from '../../../webview-ui/src/app/route.ts';

describe('a route', () => {
  it('names a page, what of it, and how it is filtered', () => {
    expect(parseRoute('#/traces/call%2F1?tab=raw&model=nova')).toEqual({
      page: 'traces',
      path: ['call/1'],
      query: { tab: 'raw', model: 'nova' },
    });
  });

  it.each(['', '#', '#/', '/'])('%j is the first page', (text) => {
    expect(parseRoute(text)).toEqual({ page: '', path: [], query: {} });
  });

  it('comes back as it was written, whatever stands in it', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(
        word,
        fc.array(word),
        fc.dictionary(
          word.filter((name) => name !== '__proto__'),
          word,
        ),
        (page, path, query) => {
          expect(parseRoute(`#${formatRoute(page, path, query)}`)).toEqual({ page, path, query });
        },
      ),
    );
  });

  it('leaves out parameters that say nothing', () => {
    expect(formatRoute('traces', [], { model: '', status: undefined, key: 'k1' })).toBe('/traces?key=k1');
  });

  it('never fails, whatever the address is', () => {
    fc.assert(fc.property(fc.string(), (text) => parseRoute(text) !== undefined));
    expect(parseRoute('#/traces/%E0%A4%A').path).toEqual(['%E0%A4%A']);
  });
});

describe('the page of a route', () => {
  const pages: readonly [{ name: string }, { name: string }] = [{ name: 'overview' }, { name: 'traces' }];

  it('is the one of its name, and the first for a name that there is no page for', () => {
    expect(pageOf('traces', pages).name).toBe('traces');
    expect(pageOf('gone', pages).name).toBe('overview');
    expect(pageOf('', pages).name).toBe('overview');
  });
});
