import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outlineJson } from '../../../../src/domain/jsonOutline.ts';
import { BodyBytes } from '../../../../src/gateway/bodies/bodyBytes.ts';
import { toJsonBytes } from '../../../../src/providers/openai/jsonBytes.ts';

function written(...args: Parameters<typeof toJsonBytes>): string {
  const body = toJsonBytes(...args);
  return typeof body === 'string' ? body : Buffer.concat(body).toString();
}

const LONG = 'x'.repeat(5000);

/** In two places, as a body that goes on from an earlier one. */
function sourceOf(text: string, edge = text.length >> 1) {
  const value: Record<string, unknown> = JSON.parse(text);
  const bytes = Buffer.from(text);
  const inTwoPlaces = new BodyBytes(bytes.subarray(0, edge), bytes.subarray(edge));
  return { bytes: inTwoPlaces, value, fields: outlineJson(bytes, 256) ?? new Map() };
}

describe('a body in JSON', () => {
  it('says the same whether its values are copied or written', () => {
    const names = fc.oneof(fc.constantFrom('messages', 'model', 'tools', 'a"b', 'é', '\\'), fc.string());
    const bodies = fc.dictionary(names, fc.jsonValue(), { maxKeys: 8 });
    fc.assert(
      fc.property(bodies, bodies, fc.constantFrom(undefined, 1, '\t'), (client, added, indent) => {
        const source = sourceOf(JSON.stringify({ ...client, padding: [LONG] }, undefined, indent));
        const body = { ...source.value, ...added, model: 'other' };
        expect(JSON.parse(written(body, source))).toEqual(JSON.parse(JSON.stringify(body)));
      }),
    );
  });

  it("has the client's own bytes where nothing changed, blanks and escapes included", () => {
    const text = `{ "model":"a" , "messages" : [ {"content": "\\u00e9 \\" ${LONG}"} ] ,"stream":true}`;
    const source = sourceOf(text);
    const { messages } = source.value;
    expect(written({ model: 'b', messages, left: undefined }, source)).toBe(
      `{"model":"b","messages": [ {"content": "\\u00e9 \\" ${LONG}"} ] }`,
    );
  });

  it('says the same where items of a list were changed, added or left out', () => {
    const item = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom([], {}, '[', ','));
    const change = fc.constantFrom('keep', 'change', 'drop', 'double');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(item, change), { maxLength: 8 }),
        fc.constantFrom(undefined, 1, '\t'),
        fc.boolean(),
        (items, indent, padded) => {
          const client = {
            first: 1,
            messages: [...(padded ? [[LONG]] : []), ...items.map(([value]) => value)],
            last: LONG,
          };
          const source = sourceOf(JSON.stringify(client, undefined, indent));
          const theirs = source.value['messages'] as unknown[];
          const messages = theirs.flatMap((value, index) => {
            const how = items[padded ? index - 1 : index]?.[1] ?? 'keep';
            return { keep: [value], change: [{ changed: value }], drop: [], double: [value, value] }[how];
          });
          const body = { ...source.value, messages };
          expect(JSON.parse(written(body, source))).toEqual(JSON.parse(JSON.stringify(body)));
        },
      ),
    );
  });

  it("keeps the client's bytes of all items but the changed one, in as few pieces as can be", () => {
    const source = sourceOf(`{"messages": [ 1.0, {"a":  1},"x", "${LONG}" ]}`, 0);
    const [one, , ...others] = source.value['messages'] as unknown[];
    const body = toJsonBytes({ messages: [one, { b: 2 }, ...others] }, source);
    expect(body).toHaveLength(5);
    expect(written({ messages: [one, { b: 2 }, ...others] }, source)).toBe(
      `{"messages":[ 1.0,{"b":2},"x", "${LONG}" ]}`,
    );
  });

  it('takes the last of two fields of one name, as the parser does', () => {
    const source = sourceOf(`{"messages":["first"],"messages":["${LONG}"]}`);
    expect(JSON.parse(written(source.value, source))).toEqual({ messages: [LONG] });
  });

  it('writes what was changed on the way', () => {
    const source = sourceOf(JSON.stringify({ messages: [LONG] }));
    expect(written({ messages: ['short'] }, source)).toBe('{"messages":["short"]}');
  });
});
