/** Quotes text for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A curl line that sends a first message to a model group through the gateway. */
export function firstRequest(baseUrl: string, model: string, greeting: string): string {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: greeting }] });
  return [
    `curl ${baseUrl.replace(/\/$/, '')}/v1/chat/completions \\`,
    `  -H "Authorization: Bearer $TORII_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d ${quote(body)}`,
  ].join('\n');
}
