import type { Body } from '../chatDialect.ts';

/**
 * Flags of `anthropic-beta` that change what a model behind the gateway does and that it takes. The others speak to
 * Anthropic's own service, and a model does not miss them.
 */
const PASSED_ON: ReadonlySet<string> = new Set(['interleaved-thinking-2025-05-14']);

/** The body with those flags of the header that a provider can use. Flags of the body itself stand instead of them. */
export function withBetaHeader(body: Body, headers: Readonly<Record<string, unknown>>): Body {
  const header = headers['anthropic-beta'];
  if (body['anthropic_beta'] !== undefined || typeof header !== 'string') return body;
  const flags = header.split(',').map((flag) => flag.trim());
  const passedOn = flags.filter((flag) => PASSED_ON.has(flag));
  return passedOn.length === 0 ? body : { ...body, anthropic_beta: passedOn };
}
