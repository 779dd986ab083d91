const HIDDEN = '[hidden]';

/** Forms of secrets, each with what is left of it. Source: the issuers' documentation of their tokens. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // Keys of OpenAI, Anthropic, LiteLLM and Torii itself.
  [/\b(sk|rk|pk)-[A-Za-z0-9_-]{6,}/g, `$1-${HIDDEN}`],
  // AWS: access key ids, Bedrock's API keys, and the secrets that stand beside them under their names.
  [/\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z0-9]{12,}\b/g, HIDDEN],
  [/\bABSK[A-Za-z0-9+/=]{20,}/g, HIDDEN],
  [
    /(aws_?(?:secret_?access_?key|session_?token)|secret_?access_?key|x-amz-security-token)(["']?\s*[:=]\s*["']?)[A-Za-z0-9/+=_%-]{16,}/gi,
    `$1$2${HIDDEN}`,
  ],
  // A secret access key alone: 40 characters of its alphabet, with both cases and a digit.
  [
    /(?<![A-Za-z0-9/+=])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*\d)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
    HIDDEN,
  ],
  [/(Credential|Signature)=[^\s,'"&]+/g, `$1=${HIDDEN}`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
  // Passwords in addresses: scheme://user:password@host
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@"']*):[^\s/@"']+@/gi, `$1:${HIDDEN}@`],
  [/\bgh[pousr]_[A-Za-z0-9]{20,}/g, HIDDEN],
  [/\bgithub_pat_[A-Za-z0-9_]{20,}/g, HIDDEN],
  [/\bglpat-[A-Za-z0-9_-]{16,}/g, HIDDEN],
  [/\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g, HIDDEN],
  [/https:\/\/hooks\.slack\.com\/services\/[A-Za-z0-9/]+/g, HIDDEN],
  [/\bAIza[A-Za-z0-9_-]{30,}/g, HIDDEN],
  [/\bhf_[A-Za-z0-9]{20,}/g, HIDDEN],
  [/\bnpm_[A-Za-z0-9]{30,}/g, HIDDEN],
  [/\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}/g, HIDDEN],
];

/** The same text with everything that has the form of a secret replaced. Used for logs, kept prompts and errors alike. */
export function redactSecrets(text: string): string {
  return SECRETS.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
}
