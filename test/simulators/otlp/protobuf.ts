/** A reader of protobuf's wire format. Source: protobuf.dev, Encoding. Strict: throws where a message is not whole. */
type Field = { readonly number: number; readonly value: bigint | Buffer };

const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;

export function readFields(bytes: Buffer): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined || shift > 63n) throw new Error('a varint is broken');
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new Error('a field is cut off');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = varint();
    const number = Number(key >> 3n);
    const type = Number(key & 7n);
    if (type === VARINT) fields.push({ number, value: varint() });
    else if (type === FIXED_64) fields.push({ number, value: take(8).readBigUInt64LE() });
    else if (type === BYTES) fields.push({ number, value: take(Number(varint())) });
    else if (type === FIXED_32) fields.push({ number, value: BigInt(take(4).readUInt32LE()) });
    else throw new Error(`wire type ${type} is not known`);
  }
  return fields;
}

/** All messages or texts of one field. */
export function bytesOf(fields: readonly Field[], number: number): readonly Buffer[] {
  return fields.flatMap((field) => (field.number === number && Buffer.isBuffer(field.value) ? [field.value] : []));
}

export function textOf(fields: readonly Field[], number: number): string {
  return bytesOf(fields, number).at(-1)?.toString('utf8') ?? '';
}

export function numberOf(fields: readonly Field[], number: number): bigint | undefined {
  const value = fields.findLast((field) => field.number === number)?.value;
  return typeof value === 'bigint' ? value : undefined;
}
