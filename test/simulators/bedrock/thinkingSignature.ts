import { createHash } from 'node:crypto';

/** The simulated model's proof that it wrote a thinking text: a hash, so that a changed text shows. */
export function signThinking(text: string): string {
  return `sim.${createHash('sha256').update(`bedrock simulator ${text}`).digest('base64url')}`;
}

const REDACTED_PREFIX = 'sim-redacted:';

/** Base64, as it is on the wire. */
export function redactThinking(text: string): string {
  return Buffer.from(`${REDACTED_PREFIX}${text}`).toString('base64');
}

export function isIssuedRedaction(data: string): boolean {
  return Buffer.from(data, 'base64').toString('utf8').startsWith(REDACTED_PREFIX);
}
