import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { cutText } from '../../../src/domain/cutText.ts';
import { GatewayError } from '../../../src/domain/errors.ts';

const MB = 1024 * 1024;

it('leaves a text that is short enough as it is', () => {
  expect(cutText('four', 4)).toBe('four');
});

it('keeps the beginning of a longer one, half a surrogate pair included', () => {
  expect(cutText('"a"\n\u0000 long', 5)).toBe('"a"\n\u0000');
  expect(cutText('a😀', 2)).toBe('a\ud83d');
});

it('does not keep the whole text in memory', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = Array.from({ length: 20 }, (_, index) => cutText(String(index).repeat(8 * MB), 100));
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(40 * MB);
  expect(kept).toHaveLength(20);
});

it('bounds what an error says, whatever it quotes', () => {
  const long = 'x'.repeat(MB);
  const error = new GatewayError('bad-request', long, { param: long, providerCode: long, upstreamRequestId: long });
  expect(error.message).toHaveLength(10_000);
  expect([error.param, error.providerCode, error.upstreamRequestId].map((word) => word?.length)).toEqual([
    200, 200, 200,
  ]);
});
