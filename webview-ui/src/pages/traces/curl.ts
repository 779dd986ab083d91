/** Paths of the gateway by LiteLLM's call type. */
const PATHS: Readonly<Record<string, string>> = {
  acompletion: '/v1/chat/completions',
  anthropic_messages: '/v1/messages',
  aresponses: '/v1/responses',
  atext_completion: '/v1/completions',
  aembedding: '/v1/embeddings',
};

/** Where requests of this type are sent; undefined for one that cannot be sent again. */
export function pathOfCall(callType: string): string | undefined {
  return PATHS[callType];
}

/** The same request for a terminal. The key is a variable: nothing secret is copied. */
export function toCurl(baseUrl: string, path: string, body: unknown): string {
  const text = JSON.stringify(body, null, 2).replaceAll("'", `'\\''`);
  return [
    `curl ${baseUrl.replace(/\/$/, '')}${path} \\`,
    '  -H "Authorization: Bearer $TORII_KEY" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d '${text}'`,
  ].join('\n');
}
