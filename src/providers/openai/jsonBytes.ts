import type { JsonSource } from '../../domain/ports.ts';

type Body = Readonly<Record<string, unknown>>;

/** From this size on, finding the values in the bytes costs less than writing them. */
const WORTHWHILE_BYTES = 4096;

/**
 * A body in JSON. Its values that are those of the client's body are copied from the client's bytes: a long conversation is
 * not written anew for another model's name.
 */
export function toJsonBytes(body: Body, source: JsonSource | undefined): string | Buffer {
  if (source === undefined || source.bytes.length < WORTHWHILE_BYTES) return JSON.stringify(body);
  const bytes = Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.length);
  const pieces: Buffer[] = [];
  let written = '{';
  let separator = '';
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined) continue;
    written += `${separator}${JSON.stringify(name)}:`;
    separator = ',';
    const field = isLarge(value) && source.value[name] === value ? source.fields.get(name) : undefined;
    if (field === undefined) written += JSON.stringify(value);
    else {
      pieces.push(Buffer.from(written), bytes.subarray(field.start, field.end));
      written = '';
    }
  }
  return Buffer.concat([...pieces, Buffer.from(`${written}}`)]);
}

/** Equal numbers and short texts are written as soon as found. */
function isLarge(value: unknown): boolean {
  return (
    (typeof value === 'object' && value !== null) || (typeof value === 'string' && value.length > WORTHWHILE_BYTES)
  );
}
