import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNestedDeeper } from '../../../src/gateway/nesting.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('nesting', () => {
  it('is measured as the parsed value has it, whatever its strings hold', () => {
    const text = fc.constantFrom('"', '\\', '\\"', '[[[', ']]]', '{', '\\\\"[');
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'large' },
        text,
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(text, tie('json'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(json, fc.integer({ min: 0, max: 8 }), (value, limit) => {
        expect(isNestedDeeper(JSON.stringify(value), limit)).toBe(depthOf(value) > limit);
      }),
    );
  });

  it.each(['', '"', '"\\', '[', ']', ']]][[', '"a', '{"a'])(
    'of a broken text is measured without a fault: %s',
    (text) => {
      expect(isNestedDeeper(text, 5)).toBe(false);
    },
  );

  it('of a hundred thousand brackets is found at once', () => {
    expect(isNestedDeeper('['.repeat(100_000), 256)).toBe(true);
  });
});
