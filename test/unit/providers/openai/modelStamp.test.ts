import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createModelStamp, restampModel } from '../../../../src/providers/openai/modelStamp.ts';

function restamp(text: string, from: unknown, to = 'group'): string {
  return restampModel(Buffer.from(text), from, to).toString();
}

describe('restamping the model', () => {
  it('changes the value alone', () => {
    const frame = 'data: {"id":"x", "model" : "gpt\\u002d4" ,"choices":[],"n":1.0}\r\n\r\n';
    expect(restamp(frame, 'gpt-4')).toBe('data: {"id":"x", "model" : "group" ,"choices":[],"n":1.0}\r\n\r\n');
  });

  it('finds the field at the top, not one in a text or further down', () => {
    const inner = '{"usage":{"model":"m"},"choices":[{"model":"m","text":"\\"model\\":\\"m\\" {"}],"model":"m"}';
    expect(restamp(inner, 'm')).toBe(inner.replace(/"model":"m"}$/, '"model":"group"}'));
  });

  it('takes a text that happens to be "model" for no key', () => {
    expect(restamp('{"a":"model","model":"m"}', 'm')).toBe('{"a":"model","model":"group"}');
  });

  it.each([
    ['{"model":"group"}', 'group'],
    ['{"model":null}', null],
    ['{"choices":[]}', undefined],
    ['data: {"half', 'm'],
  ])('leaves %s as it is', (text, from) => {
    expect(restamp(text, from)).toBe(text);
  });

  it('serves the frames of one answer, alike or not', () => {
    const stamp = createModelStamp('group');
    const frames = [
      '{"id":1,"model":"m","a":1}',
      '{"id":1,"model":"m","a":2}',
      '{"id":22,"model":"mm","a":3}',
      '{"id":1,"model":"m"}',
    ];
    const stamped = frames.map((frame) => stamp(Buffer.from(frame), JSON.parse(frame).model).toString());
    expect(stamped).toEqual(frames.map((frame) => frame.replace(/"m+"/, '"group"')));
  });

  it('serves several frames that begin alike at once, whatever their texts say', () => {
    const stamp = createModelStamp('a$&"b');
    const texts = ['one', '二つ', 'data: {\\"model\\":\\"m\\"'];
    const frames = texts.map((text) => `data: {"model":"m","choices":[{"model":"m","text":"${text}"}]}\n\n`);
    const stamped = frames.map((frame) => frame.replace('"model":"m"', () => '"model":"a$&\\"b"'));
    expect(stamp(Buffer.from(frames.join('')), 'm', true).toString()).toBe(stamped.join(''));
  });

  it('gives JSON that differs in the model alone', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.string(), (rest, from, to) => {
        const { model: _, ...other } = rest;
        const stamped = restampModel(Buffer.from(JSON.stringify({ ...other, model: from })), from, to);
        expect(JSON.parse(stamped.toString())).toEqual(JSON.parse(JSON.stringify({ ...other, model: to })));
      }),
    );
  });
});
