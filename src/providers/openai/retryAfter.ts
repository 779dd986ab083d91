/**
 * How long the server asks to be left alone, in ms: `retry-after-ms`, else `retry-after` in seconds or as an HTTP date.
 * `now` is epoch ms. Undefined where the headers do not say, or say nonsense.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const exact = positive(Number(headers['retry-after-ms'] ?? Number.NaN));
  if (exact !== undefined) return exact;
  const text = headers['retry-after']?.trim();
  if (text === undefined || text === '') return undefined;
  const seconds = Number(text);
  if (!Number.isNaN(seconds)) return positive(seconds * 1000);
  return positive(Date.parse(text) - now);
}

function positive(milliseconds: number): number | undefined {
  return Number.isFinite(milliseconds) && milliseconds >= 0 ? Math.ceil(milliseconds) : undefined;
}
