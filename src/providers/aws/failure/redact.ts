/** Patterns of what AWS echoes in its refusals: signatures' canonical texts, tokens, key ids. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\s*The Canonical String for this request should have been[\s\S]*$/, ''],
  [/x-amz-security-token:\S+/gi, 'x-amz-security-token:[hidden]'],
  [/Bearer\s+[A-Za-z0-9._~+/=-]+/g, 'Bearer [hidden]'],
  [/\b(?:AKIA|ASIA|ABSK)[A-Za-z0-9+/=_-]{8,}/g, '[hidden]'],
  [/(Credential|Signature)=[^\s,']+/g, '$1=[hidden]'],
];

/** A message of the service without anything that could be used to sign in. */
export function redact(message: string): string {
  return SECRETS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), message);
}
