/** A list whose values are made while its JSON is written. */
export class JsonList {
  readonly values: Iterable<unknown>;

  constructor(values: Iterable<unknown>) {
    this.values = values;
  }
}

/** An object whose fields are made while its JSON is written; what is undefined is left out. Names must be unique. */
export class JsonObject {
  readonly fields: Iterable<readonly [name: string, value: unknown]>;

  constructor(fields: Iterable<readonly [name: string, value: unknown]>) {
    this.fields = fields;
  }
}

/** What is made of values one by one, when each is written. */
export function* lazily<Value, Made>(
  values: Iterable<Value>,
  make: (value: Value) => Made,
): Generator<Made, void, undefined> {
  for (const value of values) yield make(value);
}

/** The JSON of a value, as `JSON.stringify` writes it. A `JsonList` or `JsonObject` comes part by part; so do those inside one. */
export function* jsonPieces(value: unknown): Generator<string, void, undefined> {
  if (value instanceof JsonList) yield* listPieces(value);
  else if (value instanceof JsonObject) yield* objectPieces(value);
  else yield JSON.stringify(value) ?? 'null';
}

function* listPieces({ values }: JsonList): Generator<string, void, undefined> {
  let before = '[';
  for (const value of values) {
    yield before;
    yield* jsonPieces(value);
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

function* objectPieces({ fields }: JsonObject): Generator<string, void, undefined> {
  let before = '{';
  for (const [name, value] of fields) {
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    yield* jsonPieces(value);
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

/** The JSON of an object, field by field. */
export async function* oneAnswer(
  fields: Readonly<Record<string, unknown>>,
): AsyncGenerator<Iterable<string>, void, undefined> {
  yield jsonPieces(new JsonObject(Object.entries(fields)));
}

/** The JSON of a list whose values are asked for while it is written. */
export async function* listParts(values: AsyncIterable<unknown>): AsyncGenerator<Iterable<string>, void, undefined> {
  let before = '[';
  for await (const value of values) {
    yield [before];
    yield jsonPieces(value);
    before = ',';
  }
  yield [before === '[' ? '[]' : ']'];
}
