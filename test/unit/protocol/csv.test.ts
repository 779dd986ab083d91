import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsvLine } from '../../../src/protocol/csv.ts';

/** Reads one line of RFC 4180. */
function fieldsOf(line: string): string[] {
  const reader = /(?:"((?:[^"]|"")*)"|([^,]*))(,|\r\n$)/gy;
  return [...line.matchAll(reader)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

describe('a CSV line', () => {
  it('gives back any texts, where they begin with nothing that a spreadsheet runs', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (texts) => {
        const fields = fieldsOf(toCsvLine(texts));
        expect(fields.map((field, index) => (field === `'${texts[index]}` ? texts[index] : field))).toEqual(texts);
        for (const field of fields) expect(field).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });

  it('makes formulas texts, and leaves numbers, also negative ones, as they are', () => {
    expect(toCsvLine(['=HYPERLINK("x")', '@cmd', '+1', ' -2', '\tx'])).toBe(
      `"'=HYPERLINK(""x"")",'@cmd,'+1,' -2,'\tx\r\n`,
    );
    expect(toCsvLine([-5, 0.000001, true, null])).toBe('-5,0.000001,true,\r\n');
  });
});
