/** Fields of a request as YAML: words over several lines stay readable, everything else is JSON, which YAML takes. */
export function toYaml(example: Readonly<Record<string, unknown>>): string {
  return Object.entries(example)
    .map(([name, value]) =>
      name === 'messages' && Array.isArray(value) ? messagesOf(value) : `${name}: ${scalar(value, '  ')}`,
    )
    .join('\n')
    .concat('\n');
}

function messagesOf(messages: readonly unknown[]): string {
  if (messages.length === 0) return 'messages: []';
  return `messages:\n${messages.map(messageOf).join('\n')}`;
}

function messageOf(message: unknown): string {
  if (typeof message !== 'object' || message === null) return `  - ${JSON.stringify(message)}`;
  const fields = Object.entries(message).map(([name, value]) => `${name}: ${scalar(value, '      ')}`);
  return `  - ${fields.join('\n    ')}`;
}

/** A block for a text of several lines that a block can hold as it is; JSON else. */
function scalar(value: unknown, indent: string): string {
  const block =
    typeof value === 'string' &&
    /\n/.test(value) &&
    /^\S[^\t\r\u0085\u2028\u2029]*\S$/.test(value) &&
    isPrintable(value);
  if (!block) return JSON.stringify(value) ?? 'null';
  const lines = value.split('\n').map((line) => (line === '' ? '' : `${indent}${line}`));
  return `|-\n${lines.join('\n')}`;
}

function isPrintable(text: string): boolean {
  return /^[\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/.test(text);
}
