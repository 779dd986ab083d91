import { describe, expect, it } from 'vitest';
import { MAX_NESTING, parseBody } from '../../../../src/gateway/bodies/parsedBody.ts';

function bodyWith(value: string): Buffer {
  return Buffer.from(`{"model":"m","value":${value}}`);
}

function listOf(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

describe('a small body', () => {
  it('may be nested as deep as a large one, and no deeper', () => {
    expect(parseBody(bodyWith(listOf(MAX_NESTING - 1))).value).toHaveProperty('model', 'm');
    expect(() => parseBody(bodyWith(listOf(MAX_NESTING)))).toThrow(`more than ${MAX_NESTING} levels deep`);
  });

  it('may have any number of brackets within its texts, and side by side', () => {
    const text = '[{'.repeat(MAX_NESTING);
    expect(parseBody(bodyWith(JSON.stringify(text))).value['value']).toBe(text);
    const lists = Array.from({ length: MAX_NESTING * 2 }, () => []);
    expect(parseBody(bodyWith(JSON.stringify(lists))).value['value']).toEqual(lists);
  });

  it('does not say where its fields are, and a large one does', () => {
    expect(parseBody(bodyWith('1')).fields.size).toBe(0);
    expect([...parseBody(bodyWith(JSON.stringify('x'.repeat(5000)))).fields.keys()]).toEqual(['model', 'value']);
  });
});
