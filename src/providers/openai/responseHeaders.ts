const PASSED_ON = /^(?:x-request-id$|request-id$|openai-|x-ratelimit-|retry-after)/;
/** Names the account of the gateway's owner. */
const KEPT_BACK = new Set(['openai-organization', 'openai-project']);

/** The headers of an upstream answer that are worth passing on, as they came, lower case. */
export function headersToPassOn(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    if (PASSED_ON.test(name) && !KEPT_BACK.has(name)) kept[name] = headers[name] ?? '';
  }
  return kept;
}
