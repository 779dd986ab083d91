import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outlineJson } from '../../../../src/domain/jsonOutline.ts';
import { toJsonBytes } from '../../../../src/providers/openai/jsonBytes.ts';

const LONG = 'x'.repeat(5000);

function sourceOf(text: string) {
  const value: Record<string, unknown> = JSON.parse(text);
  const bytes = Buffer.from(text);
  return { bytes, value, fields: outlineJson(bytes, 256) ?? new Map() };
}

describe('a body in JSON', () => {
  it('says the same whether its values are copied or written', () => {
    const names = fc.oneof(fc.constantFrom('messages', 'model', 'tools', 'a"b', 'é', '\\'), fc.string());
    const bodies = fc.dictionary(names, fc.jsonValue(), { maxKeys: 8 });
    fc.assert(
      fc.property(bodies, bodies, fc.constantFrom(undefined, 1, '\t'), (client, added, indent) => {
        const source = sourceOf(JSON.stringify({ ...client, padding: [LONG] }, undefined, indent));
        const body = { ...source.value, ...added, model: 'other' };
        expect(JSON.parse(toJsonBytes(body, source).toString())).toEqual(JSON.parse(JSON.stringify(body)));
      }),
    );
  });

  it("has the client's own bytes where nothing changed, blanks and escapes included", () => {
    const text = `{ "model":"a" , "messages" : [ {"content": "\\u00e9 \\" ${LONG}"} ] ,"stream":true}`;
    const source = sourceOf(text);
    const { messages } = source.value;
    expect(toJsonBytes({ model: 'b', messages, left: undefined }, source).toString()).toBe(
      `{"model":"b","messages": [ {"content": "\\u00e9 \\" ${LONG}"} ] }`,
    );
  });

  it('takes the last of two fields of one name, as the parser does', () => {
    const source = sourceOf(`{"messages":["first"],"messages":["${LONG}"]}`);
    expect(JSON.parse(toJsonBytes(source.value, source).toString())).toEqual({ messages: [LONG] });
  });

  it('writes what was changed on the way', () => {
    const source = sourceOf(JSON.stringify({ messages: [LONG] }));
    expect(toJsonBytes({ messages: ['short'] }, source).toString()).toBe('{"messages":["short"]}');
  });
});
