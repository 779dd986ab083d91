import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownBodies } from '../../../../src/gateway/bodies/knownBodies.ts';
import { type ParsedBody, parseBody } from '../../../../src/gateway/bodies/parsedBody.ts';
import { ManualClock } from '../../../support/manualClock.ts';

/** Long enough to be worth remembering. */
const LONG = { role: 'user', content: `${'word "quoted" \\ '.repeat(2500)}` };
const KEY = 'token';

function knownBodies(clock = new ManualClock()): KnownBodies {
  return new KnownBodies(clock);
}

/** Pieces of a body as they come from a socket, each in memory of its own. */
const PIECE_BYTES = 20_000;

function parse(bodies: KnownBodies, given: string | Buffer, token = KEY, pieceBytes = PIECE_BYTES): ParsedBody {
  const bytes = Buffer.from(given);
  const arriving = bodies.arrive(token);
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const piece = bytes.subarray(start, start + pieceBytes);
    const own = Buffer.alloc(piece.length);
    piece.copy(own);
    arriving.add(own);
  }
  return bodies.parse(arriving.end(), token);
}

/** What a parser says of a text: fields with their order and places, or its complaint. */
function said(parsed: () => ParsedBody): unknown {
  try {
    const { raw, value, fields } = parsed();
    return {
      raw: raw.join().toString('latin1'),
      value,
      names: Object.keys(value),
      text: JSON.stringify(value),
      fields: [...fields],
    };
  } catch (thrown) {
    return String(thrown);
  }
}

function expectTheSame(texts: readonly string[], pieceBytes = PIECE_BYTES): void {
  const bodies = knownBodies();
  for (const text of texts) {
    expect(said(() => parse(bodies, text, KEY, pieceBytes))).toEqual(said(() => parseBody(Buffer.from(text))));
  }
}

const names = fc.oneof(
  fc.constantFrom('model', 'tools', 'messages', 'input', 'é', '1', '__proto__', 'a"b'),
  fc.string({ maxLength: 4 }),
);
const fields = fc.array(fc.tuple(names, fc.jsonValue({ maxDepth: 3 })), { maxLength: 3 });
const message = fc.oneof(
  fc.record({ role: fc.constantFrom('user', 'assistant'), content: fc.string({ unit: 'grapheme' }) }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(1, 12, '', [], {}, ']', '],"messages":[1', null),
);
const pieceSizes = fc.integer({ min: 500, max: 70_000 });
const blank = fc.constantFrom('', ' ', '\n\t');

/** Fields are written as they are, those of one name too. */
function written(
  head: readonly (readonly [string, unknown])[],
  messages: readonly unknown[],
  tail: readonly (readonly [string, unknown])[],
  space: string,
): string {
  const field = ([name, value]: readonly [string, unknown]) =>
    `${JSON.stringify(name)}:${space}${JSON.stringify(value)}`;
  const list = `"messages":${space}[${messages.map((each) => space + JSON.stringify(each) + space).join(',')}]${space}`;
  return `{${[...head.map(field), list, ...tail.map(field)].join(`${space},${space}`)}}`;
}

describe('a conversation that comes again', () => {
  it('says what parsing all of it says, whatever was added, changed or left out, and wherever', () => {
    const turn = fc.record({
      kept: fc.nat(8),
      added: fc.array(message, { maxLength: 3 }),
      head: fc.option(fields),
      tail: fc.option(fields),
      space: fc.option(blank),
    });
    const turns = fc.array(turn, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fields, fields, blank, turns, pieceSizes, (head, tail, space, changes, pieceBytes) => {
        let now = { head, tail, space, messages: [LONG] as unknown[] };
        const texts = [written(now.head, now.messages, now.tail, now.space)];
        for (const { kept, added, ...changed } of changes) {
          now = {
            head: changed.head ?? now.head,
            tail: changed.tail ?? now.tail,
            space: changed.space ?? now.space,
            messages: [...now.messages.slice(0, kept + 1), ...added],
          };
          texts.push(written(now.head, now.messages, now.tail, now.space));
        }
        expectTheSame(texts, pieceBytes);
      }),
      { numRuns: 100 },
    );
  });

  it('says what parsing all of it says where its text was cut or spoilt behind what is known', () => {
    const pieces = fc.constantFrom(
      '"',
      '\\',
      ']',
      '}',
      ',',
      '{',
      '[',
      ':',
      '0',
      ' ',
      ']}',
      '],"messages":[',
      '\uFEFF',
      'é',
    );
    const edits = fc.array(fc.record({ place: fc.nat(200), removed: fc.nat(9), inserted: pieces }), { maxLength: 4 });
    const messages = fc.array(message, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fields, fields, messages, edits, pieceSizes, (head, tail, added, changes, pieceBytes) => {
        const text = written(head, [LONG, ...added], tail, '');
        const spoilt = changes.map(({ place, removed, inserted }) => {
          const at = Math.max(0, text.length - place);
          return text.slice(0, at) + inserted + text.slice(at + removed);
        });
        expectTheSame([text, ...spoilt, text], pieceBytes);
      }),
      { numRuns: 100 },
    );
  });

  it('says what parsing all of it says where bytes are no UTF-8', () => {
    const bodies = knownBodies();
    const text = written([], [LONG, 'a'], [], '');
    parse(bodies, text);
    const broken = Buffer.from(written([], [LONG, 'a', 'X'], [], ''));
    broken[broken.lastIndexOf('X')] = 0xff;
    expect(said(() => parse(bodies, broken))).toBe(said(() => parseBody(broken)));
  });

  it('has the same messages as before, and those behind the conversation too', () => {
    const bodies = knownBodies();
    const tools = [{ name: 'read' }];
    const first = parse(bodies, JSON.stringify({ messages: [LONG, { role: 'assistant' }], tools })).value;
    const later = { messages: [LONG, { role: 'assistant' }, { role: 'user' }], tools };
    const second = parse(bodies, JSON.stringify(later)).value as typeof later;
    const [long, answer] = first['messages'] as typeof later.messages;
    expect(second.messages[0]).toBe(long);
    expect(second.messages[1]).toBe(answer);
    expect(second.tools).toBe(first['tools']);
    expect(second).toEqual(later);
  });

  it('cannot be changed by one request for another: its messages are frozen', () => {
    const { value } = parse(knownBodies(), JSON.stringify({ messages: [LONG, { content: [{ a: [1] }] }] }));
    expect(() => Object.assign((value['messages'] as object[])[0] ?? {}, { content: 'other' })).toThrow(TypeError);
    const [, { content }] = value['messages'] as [unknown, { content: [{ a: number[] }] }];
    expect(() => content[0].a.push(2)).toThrow(TypeError);
  });
});

describe('what is remembered', () => {
  const firstMessage = (bodies: KnownBodies, token: string) => {
    const { value } = parse(bodies, JSON.stringify({ messages: [LONG] }), token);
    return (value['messages'] as unknown[])[0];
  };

  it('is compared with bodies of the same key alone', () => {
    const bodies = knownBodies();
    const mine = firstMessage(bodies, 'mine');
    expect(firstMessage(bodies, 'mine')).toBe(mine);
    expect(firstMessage(bodies, 'other')).not.toBe(mine);
  });

  it('is let go when nobody has gone on from it for ten minutes, and no timer stays', () => {
    const clock = new ManualClock();
    const bodies = knownBodies(clock);
    const before = firstMessage(bodies, KEY);
    clock.advance(9 * 60_000);
    expect(firstMessage(bodies, KEY)).toBe(before);
    clock.advance(9 * 60_000);
    expect(firstMessage(bodies, KEY)).toBe(before);
    clock.advance(20 * 60_000);
    expect(clock.waiting).toBe(0);
    expect(firstMessage(bodies, KEY)).not.toBe(before);
    bodies.close();
    expect(clock.waiting).toBe(0);
  });

  it('is the last twelve megabytes of conversations', () => {
    const bodies = knownBodies();
    const megabyte = (index: number) =>
      (
        parse(bodies, JSON.stringify({ messages: [{ index }, 'x'.repeat(1_000_000)] })).value['messages'] as unknown[]
      )[0];
    const first = megabyte(0);
    expect(megabyte(0)).toBe(first);
    for (let index = 1; index <= 12; index++) megabyte(index);
    expect(megabyte(0)).not.toBe(first);
  });
});
