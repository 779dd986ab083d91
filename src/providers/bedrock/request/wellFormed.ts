/**
 * The value with every lone half of a surrogate pair replaced, in all its texts. Clients that cut text in the middle of an
 * emoji leave such halves behind, and Anthropic's models refuse the whole request as broken JSON. What is well-formed
 * stays the same object.
 */
export function wellFormed<Value>(value: Value): Value {
  return mend(value) as Value;
}

function mend(value: unknown): unknown {
  if (typeof value === 'string') return mendText(value);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    const items = value.map(mend);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const entries = Object.entries(value);
  const mended = entries.map(([key, member]): [string, unknown] => [mendText(key), mend(member)]);
  const changed = mended.some(([key, member], index) => key !== entries[index]?.[0] || member !== entries[index]?.[1]);
  return changed ? Object.fromEntries(mended) : value;
}

/** In Unicode mode a pair is one character, so that only halves are left to match. */
const LONE_HALF = /\p{Surrogate}/gu;

function mendText(text: string): string {
  return text.replace(LONE_HALF, '\uFFFD');
}
