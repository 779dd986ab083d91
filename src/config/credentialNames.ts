const CREDENTIAL = /(^aws_|key$|key_id$|token$|secret|password|credential)/i;

/** Whether a key or variable holds a credential: an empty value then means "none", and its value is never shown. */
export function isCredentialName(name: string): boolean {
  return CREDENTIAL.test(name);
}
