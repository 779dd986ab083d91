import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../../src/domain/deployment.ts';
import type { RouterSettings } from '../../../../src/domain/routing/routerSettings.ts';
import { chooseDeployment, type DeploymentLoad, lowestOrder } from '../../../../src/domain/routing/strategies.ts';
import { deployment, router } from '../../../support/settings.ts';

const IDLE: DeploymentLoad = { running: 0, minuteRequests: 0, minuteTokens: 0, latency: 0, firstToken: undefined };

/** The id that is chosen, among deployments that are named by what is known of them. */
function chosen(
  strategy: RouterSettings['strategy'],
  given: Readonly<Record<string, Partial<DeploymentLoad & Deployment> & { readonly price?: number | undefined }>>,
  options: { readonly draw?: number; readonly stream?: boolean; readonly buffer?: number } = {},
): string | undefined {
  const candidates = Object.entries(given).map(([id, { rpm, tpm, weight }]) => deployment({ id, rpm, tpm, weight }));
  return chooseDeployment(candidates, {
    router: router({ strategy, latency: { ttlMs: 1, buffer: options.buffer ?? 0 } }),
    draw: options.draw ?? 0,
    stream: options.stream ?? false,
    loadOf: ({ id }) => ({ ...IDLE, ...given[id] }),
    priceOf: ({ id }) => given[id]?.price,
  })?.id;
}

describe('simple-shuffle', () => {
  it('draws by weight', () => {
    const given = { heavy: { weight: 9 }, light: { weight: 1 } };
    expect(chosen('simple-shuffle', given, { draw: 0.89 })).toBe('heavy');
    expect(chosen('simple-shuffle', given, { draw: 0.91 })).toBe('light');
  });
  it('draws by rpm, else tpm, only where the first deployment has one', () => {
    expect(chosen('simple-shuffle', { first: {}, second: { rpm: 1000 } }, { draw: 0.4 })).toBe('first');
    expect(chosen('simple-shuffle', { first: { rpm: 1 }, second: { rpm: 9 } }, { draw: 0.2 })).toBe('second');
    expect(chosen('simple-shuffle', { first: { tpm: 1 }, second: { tpm: 9 } }, { draw: 0.2 })).toBe('second');
  });
  it('follows the weights in the long run', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(weights, (list) => {
        const given = Object.fromEntries(list.map((weight, index) => [`d${index}`, { weight }]));
        const total = list.reduce((sum, weight) => sum + weight, 0);
        const draws = [...Array(total).keys()].map((step) => (step + 0.5) / total);
        const picks = draws.map((draw) => chosen('simple-shuffle', given, { draw }));
        expect(list.map((_, index) => picks.filter((id) => id === `d${index}`).length)).toEqual(list);
      }),
    );
  });
});

describe('least-busy', () => {
  it('takes the deployment with the fewest running requests, one of several by chance', () => {
    expect(chosen('least-busy', { a: { running: 2 }, b: { running: 1 } })).toBe('b');
    expect(chosen('least-busy', { a: { running: 1 }, b: { running: 1 } }, { draw: 0.9 })).toBe('b');
  });
});

describe.each(['usage-based-routing', 'usage-based-routing-v2'] as const)('%s', (strategy) => {
  it('takes the deployment with the fewest tokens in this minute', () => {
    expect(chosen(strategy, { a: { minuteTokens: 10 }, b: { minuteTokens: 9 } })).toBe('b');
    expect(chosen(strategy, { a: { minuteRequests: 3 }, b: { minuteRequests: 2 } })).toBe('b');
  });
  it('leaves out those that have reached their rpm or tpm, while another one is there', () => {
    expect(chosen(strategy, { a: { minuteRequests: 5, rpm: 5 }, b: { minuteTokens: 900 } })).toBe('b');
    expect(chosen(strategy, { a: { minuteTokens: 10, tpm: 10 }, b: { minuteTokens: 900 } })).toBe('b');
    expect(chosen(strategy, { a: { minuteTokens: 10, tpm: 10 }, b: { minuteTokens: 9, tpm: 9 } })).toBe('b');
  });
});

describe('latency-based-routing', () => {
  it('takes the fastest, and first one that was never measured', () => {
    expect(chosen('latency-based-routing', { a: { latency: 20 }, b: { latency: 10 } })).toBe('b');
    expect(chosen('latency-based-routing', { a: { latency: 20 }, b: {} })).toBe('b');
  });
  it('draws among those within lowest_latency_buffer of the fastest', () => {
    const given = { a: { latency: 10 }, b: { latency: 14 }, c: { latency: 16 } };
    expect(chosen('latency-based-routing', given, { buffer: 0.5, draw: 0.9 })).toBe('b');
    expect(chosen('latency-based-routing', given, { draw: 0.9 })).toBe('a');
  });
  it('goes by the time to the first token for a stream', () => {
    const given = { a: { latency: 1, firstToken: 300 }, b: { latency: 9, firstToken: 200 } };
    expect(chosen('latency-based-routing', given, { stream: true })).toBe('b');
    expect(chosen('latency-based-routing', given)).toBe('a');
  });
});

describe('cost-based-routing', () => {
  it('takes the cheapest; an unknown price is the dearest', () => {
    expect(chosen('cost-based-routing', { a: { price: 9 }, b: { price: 3 } })).toBe('b');
    expect(chosen('cost-based-routing', { a: {}, b: { price: 3_000_000 } })).toBe('b');
  });
});

describe('order', () => {
  it('keeps to the lowest level; deployments without one come last', () => {
    const [none, second, first] = [deployment({ id: 'none' }), deployment({ order: 2 }), deployment({ order: 1 })];
    expect(lowestOrder([none, second, first])).toEqual([first]);
    expect(lowestOrder([none, second])).toEqual([second]);
    expect(lowestOrder([none])).toEqual([none]);
  });
});

describe('every strategy', () => {
  it('finds a deployment wherever there is one', () => {
    const load = fc.record({ running: fc.nat(3), minuteTokens: fc.nat(99), latency: fc.nat(99), weight: fc.nat(3) });
    const strategies = fc.constantFrom(
      'simple-shuffle',
      'least-busy',
      'usage-based-routing',
      'latency-based-routing',
      'cost-based-routing',
    );
    const draws = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(strategies, fc.array(load, { minLength: 1, maxLength: 6 }), draws, (strategy, loads, draw) => {
        const given = Object.fromEntries(loads.map((each, index) => [`d${index}`, each]));
        expect(chosen(strategy as RouterSettings['strategy'], given, { draw })).toBeDefined();
      }),
    );
    expect(chosen('simple-shuffle', {})).toBeUndefined();
  });
});
