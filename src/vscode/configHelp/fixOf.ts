/** What mends a finding. */
export type Fix =
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'secret'; readonly name: string }
  | { readonly kind: 'remove' }
  /** Lets prompts go to a destination. */
  | { readonly kind: 'content'; readonly destination: string };

const MEANT = /[Dd]id you mean `?([^\s`?]+)`?\?/;
const DESTINATION = /torii_settings\.destinations\.([\w-]+)\.content/;
const VARIABLE = /environment variable (\w+) /;
/** Lines that stand alone: without them the file is as good. */
const REMOVABLE = new Set(['unknown-key', 'unused-key']);

/** The fix that a finding's words name; undefined where a person has to think. */
export function fixOf(code: string, message: string): Fix | undefined {
  const meant = MEANT.exec(message)?.[1];
  if (meant !== undefined) return { kind: 'replace', text: meant };
  const name = code === 'missing-variable' ? VARIABLE.exec(message)?.[1] : undefined;
  if (name !== undefined) return { kind: 'secret', name };
  const destination = code === 'content-off' ? DESTINATION.exec(message)?.[1] : undefined;
  if (destination !== undefined) return { kind: 'content', destination };
  return REMOVABLE.has(code) ? { kind: 'remove' } : undefined;
}
