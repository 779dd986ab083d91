const DIMENSIONS = 256;

/**
 * A vector of 256 numbers and length 1 that depends on the text alone: each word adds to the places its hash names, so texts
 * that share words lie near each other. Base64 holds 32-bit floats, as OpenAI's does.
 */
export function demoVector(text: string, format: 'float' | 'base64' | undefined): readonly number[] | string {
  const vector = new Array<number>(DIMENSIONS).fill(0);
  for (const word of text.toLowerCase().split(/\s+/)) {
    const hash = hashOf(word);
    const place = hash % DIMENSIONS;
    vector[place] = (vector[place] ?? 0) + (hash & 0x10000 ? 1 : -1);
  }
  const length = Math.hypot(...vector) || 1;
  const unit = vector.map((value) => value / length);
  return format === 'base64' ? Buffer.from(Float32Array.from(unit).buffer).toString('base64') : unit;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
