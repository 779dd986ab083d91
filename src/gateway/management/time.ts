/** Epoch ms as LiteLLM's rows write times. */
export function isoOrNull(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}
