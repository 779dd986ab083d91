import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { SimulatedCredentials } from '../bedrock/authentication.ts';

export interface SignatureRules {
  readonly credentials: SimulatedCredentials;
  readonly service: string;
  readonly region: string;
  /** Headers that must be under the signature. */
  readonly signed: readonly string[];
}

/**
 * Checks a Signature Version 4 as AWS does, on its own, without the library that makes it. Gives back why it is refused.
 * Source: IAM's documentation, "Create a signed AWS API request".
 */
export function signatureFault(request: IncomingMessage, body: Buffer, rules: SignatureRules): string | undefined {
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (found === null) return 'Missing Authentication Token';
  const [, keyId, day = '', region = '', service = '', signedHeaders = '', signature] = found;
  const { credentials } = rules;
  if (keyId !== credentials.accessKeyId) return 'The security token included in the request is invalid.';
  if (region !== rules.region || service !== rules.service) {
    return `Credential should be scoped to a valid region and service, not ${region}/${service}.`;
  }
  if (request.headers['x-amz-security-token'] !== credentials.sessionToken) return 'The security token is invalid.';
  const names = signedHeaders.split(';');
  const absent = ['host', 'x-amz-date', ...rules.signed].find((name) => !names.includes(name));
  if (absent !== undefined) return `The header ${absent} must be signed.`;
  if (names.includes('connection')) return 'The header connection must not be signed.';
  const told = request.headers['x-amz-content-sha256'];
  if (told !== undefined && told !== sha256(body)) return 'The provided x-amz-content-sha256 is wrong.';
  const text = [
    'AWS4-HMAC-SHA256',
    String(request.headers['x-amz-date']),
    `${day}/${region}/${service}/aws4_request`,
    sha256(canonical(request, names, service, sha256(body))),
  ].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  return hmac(key, text).toString('hex') === signature
    ? undefined
    : 'The request signature we calculated does not match.';
}

function canonical(request: IncomingMessage, names: readonly string[], service: string, hash: string): string {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const pairs = query.split('&').filter((pair) => pair !== '');
  return [
    request.method,
    service === 's3' ? path : path.split('/').map(escapeUri).join('/'),
    pairs
      .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
      .toSorted()
      .join('&'),
    ...names.map((name) => `${name}:${String(request.headers[name]).trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    hash,
  ].join('\n');
}

function escapeUri(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
