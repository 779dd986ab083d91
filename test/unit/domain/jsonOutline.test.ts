import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outlineJson } from '../../../src/domain/jsonOutline.ts';

function isNestedDeeper(text: string, limit: number): boolean {
  return outlineJson(Buffer.from(text), limit) === undefined;
}

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

describe('the fields of an object', () => {
  it('lie where they were written, however the text is set', () => {
    const names = fc.oneof(fc.constantFrom('a', '', 'é', '"', '\\', '__proto__'), fc.string());
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue()), fc.constantFrom('', '  ', '\t'), (value, indent) => {
        const bytes = Buffer.from(JSON.stringify(value, undefined, indent));
        const fields = outlineJson(bytes, 256) ?? new Map();
        const found = [...fields].map(([name, { start, end }]) => [name, bytes.toString('utf8', start, end).trim()]);
        // Not read back: some versions of V8 parse a key wrongly that is like one they have seen but for its escapes.
        const written = Object.entries(value).map(([name, field]) => [
          name,
          JSON.stringify(field, undefined, indent).replaceAll('\n', `\n${indent}`),
        ]);
        expect(new Map(found as [string, string][])).toEqual(new Map(written as [string, string][]));
      }),
    );
  });

  it('are the last of their name', () => {
    const bytes = Buffer.from('{"a":[1],"b":{"a":3},"a":[2]}');
    const field = outlineJson(bytes, 5)?.get('a');
    expect(bytes.toString('utf8', field?.start, field?.end)).toBe('[2]');
  });

  it('are none of a list, a text or a number', () => {
    for (const text of ['[{"a":1}]', '"{}"', '5', '']) expect(outlineJson(Buffer.from(text), 5)?.size).toBe(0);
  });
});
