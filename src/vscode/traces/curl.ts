/** Where a request of the ledger went, by its type of call. */
const PATHS: Readonly<Record<string, string>> = {
  acompletion: '/v1/chat/completions',
  atext_completion: '/v1/completions',
  anthropic_messages: '/v1/messages',
  aresponses: '/v1/responses',
  aembedding: '/v1/embeddings',
};

/** Undefined for a type of call that has no route of its own. */
export function pathOf(callType: string): string | undefined {
  return PATHS[callType];
}

/** A command line that sends a body to the gateway; the key comes from the shell's environment and stands in no history. */
export function toCurl(baseUrl: string, path: string, body: unknown): string {
  const json = JSON.stringify(body, null, 2);
  return [
    `curl ${baseUrl}${path}`,
    `-H 'Content-Type: application/json'`,
    `-H "Authorization: Bearer $TORII_KEY"`,
    `-d ${shellQuoted(json)}`,
  ].join(' \\\n  ');
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
