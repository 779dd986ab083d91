/** A vector as OpenAI's `encoding_format: base64` has it: 32-bit floats, little-endian. */
export function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * FLOAT_BYTES);
  for (const [index, number] of vector.entries()) bytes.writeFloatLE(number, index * FLOAT_BYTES);
  return bytes.toString('base64');
}

const FLOAT_BYTES = 4;
