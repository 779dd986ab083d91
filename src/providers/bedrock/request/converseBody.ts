import type { ConverseRequest } from '@aws-sdk/client-bedrock-runtime';

/** JSON of blocks with long texts, which come again with each turn of a conversation. */
const known = new WeakMap<object, Buffer>();
/** UTF-16 units. */
const WORTHWHILE_LENGTH = 1024;

/**
 * The body of Converse and ConverseStream: what the SDK would write (bytes in base64, undefined members left out), with
 * the engine's own JSON, and with texts that were sent before copied.
 */
export function toConverseBody(input: Omit<ConverseRequest, 'modelId'>): Uint8Array {
  const pieces = new BodyPieces();
  pieces.value(input);
  return pieces.join();
}

class BodyPieces {
  readonly #pieces: Buffer[] = [];
  #written = '';

  value(value: unknown): void {
    if (typeof value !== 'object' || value === null) this.#written += JSON.stringify(value) ?? 'null';
    else if (value instanceof Uint8Array) this.#written += `"${base64(value)}"`;
    else if (Array.isArray(value)) this.#list(value);
    else if (isLongText(value)) this.#copy(bytesOf(value));
    else this.#members(value);
  }

  join(): Uint8Array {
    this.#flush();
    return Buffer.concat(this.#pieces);
  }

  #list(items: readonly unknown[]): void {
    let separator = '[';
    for (const item of items) {
      this.#written += separator;
      separator = ',';
      this.value(item);
    }
    this.#written += separator === '[' ? '[]' : ']';
  }

  #members(value: object): void {
    let separator = '{';
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      this.#written += `${separator}${JSON.stringify(name)}:`;
      separator = ',';
      this.value(member);
    }
    this.#written += separator === '{' ? '{}' : '}';
  }

  #copy(bytes: Buffer): void {
    this.#flush();
    this.#pieces.push(bytes);
  }

  #flush(): void {
    if (this.#written !== '') this.#pieces.push(Buffer.from(this.#written));
    this.#written = '';
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** A block of words and nothing else. */
function isLongText(value: object): boolean {
  return (
    'text' in value &&
    typeof value.text === 'string' &&
    value.text.length >= WORTHWHILE_LENGTH &&
    Object.keys(value).length === 1
  );
}

function bytesOf(block: object): Buffer {
  const bytes = known.get(block) ?? Buffer.from(JSON.stringify(block));
  known.set(block, bytes);
  return bytes;
}
