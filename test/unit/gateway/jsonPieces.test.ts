import fc from 'fast-check';
import Fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { JsonList, JsonObject, jsonPieces, lazily, listParts } from '../../../src/gateway/jsonPieces.ts';
import { sendJson } from '../../../src/gateway/sendJson.ts';

/** The same value with every list and object of it made lazily. */
function lazy(value: unknown): unknown {
  if (Array.isArray(value)) return new JsonList(lazily(value, lazy));
  if (typeof value !== 'object' || value === null) return value;
  return new JsonObject(lazily(Object.entries(value), ([name, field]) => [name, lazy(field)] as const));
}

async function* each<Value>(values: Iterable<Value>): AsyncGenerator<Value> {
  yield* values;
}

const written = (value: unknown) => [...jsonPieces(value)].join('');

describe('JSON in pieces', () => {
  it('is what JSON.stringify writes, however deep the lazy parts lie', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(written(lazy(value))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('leaves out what is undefined in an object, and has null for it in a list', () => {
    expect(written(new JsonObject([['a', undefined]]))).toBe('{}');
    expect(written(new JsonList([undefined, 1]))).toBe('[null,1]');
  });

  it('is made when it is read, and no earlier', () => {
    const made: number[] = [];
    const pieces = jsonPieces(new JsonList(lazily([1, 2, 3], (value) => made.push(value))));
    for (let count = 0; count < 2; count++) pieces.next();
    expect(made).toEqual([1]);
  });
});

describe('an answer in pieces', () => {
  /** A clock by which each look takes a millisecond. */
  function slowClock() {
    let now = 0;
    return { monotonic: () => ++now };
  }

  async function answerOf(parts: () => AsyncIterable<Iterable<string>>) {
    const server = Fastify();
    onTestFinished(() => server.close());
    server.get('/', (_request, reply) => sendJson(reply, slowClock(), parts()));
    return await server.inject('/');
  }

  it('is the whole JSON, and lets others have their turn', async () => {
    let turns = 0;
    const count = (): void => {
      turns += 1;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    onTestFinished(() => clearImmediate(counting));
    const values = Array.from({ length: 300 }, (_, index) => `é${index}`.repeat(200));
    let before = 0;
    let after = 0;
    const response = await answerOf(async function* () {
      before = turns;
      yield* listParts(each(values));
      after = turns;
    });
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.json()).toEqual(values);
    expect(after - before).toBeGreaterThan(50);
  });

  /** Some parts, and then a failure. */
  async function* failing(...parts: readonly string[]): AsyncGenerator<Iterable<string>> {
    for (const part of parts) yield [part];
    throw new Error('no ledger');
  }

  it('is an error like any other where nothing has left', async () => {
    const response = await answerOf(() => failing());
    expect(response.statusCode).toBe(500);
    expect(response.json()).toMatchObject({ message: 'no ledger' });
  });

  it('ends with a cut connection where something has', async () => {
    await expect(answerOf(() => failing('x'.repeat(100_000)))).rejects.toThrow();
  });
});
