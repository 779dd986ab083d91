import type { IncomingMessage } from 'node:http';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

export interface SimulatedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The key pair that the simulator knows unless told otherwise. */
export const TEST_CREDENTIALS: SimulatedCredentials = {
  accessKeyId: 'AKIAEXAMPLE000000001',
  secretAccessKey: 'example-secret-access-key-for-tests-0001',
};

export interface Refusal {
  readonly status: number;
  readonly name: string;
  readonly message: string;
}

export interface Accepted {
  readonly credentials: readonly SimulatedCredentials[];
  readonly bearerTokens: readonly string[];
}

/** Checks who calls, as AWS does: the bearer token, or the signature over method, path, headers and body. */
export async function authenticate(
  request: IncomingMessage,
  body: string,
  accepted: Accepted,
  service = 'bedrock',
): Promise<Refusal | undefined> {
  const authorization = request.headers.authorization ?? '';
  if (authorization.startsWith('Bearer ')) {
    const known = accepted.bearerTokens.includes(authorization.slice('Bearer '.length));
    return known
      ? undefined
      : forbidden('AccessDeniedException', 'Authentication failed: Please make sure your API Key is valid.');
  }
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), /.exec(
      authorization,
    );
  if (match === null || match[3] !== service)
    return forbidden('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const credentials = accepted.credentials.find((known) => known.accessKeyId === match[1]);
  if (credentials === undefined || credentials.sessionToken !== request.headers['x-amz-security-token']) {
    return forbidden('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  const scope = { region: match[2] ?? '', service };
  const expected = await sign(request, body, credentials, scope, (match[4] ?? '').split(';'));
  return expected === authorization
    ? undefined
    : forbidden(
        'InvalidSignatureException',
        `The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'POST x-amz-security-token:${credentials.sessionToken ?? 'none'}'`,
      );
}

async function sign(
  request: IncomingMessage,
  body: string,
  credentials: SimulatedCredentials,
  scope: { readonly region: string; readonly service: string },
  signedHeaders: readonly string[],
): Promise<string> {
  const signer = new SignatureV4({ credentials, ...scope, sha256: Sha256 });
  const headers = Object.fromEntries(signedHeaders.map((name) => [name, String(request.headers[name] ?? '')]));
  const [, hostname = '', port] = /^(.*?)(?::(\d+))?$/.exec(request.headers.host ?? '') ?? [];
  const signed = await signer.sign(
    {
      method: request.method ?? 'POST',
      protocol: 'http:',
      hostname,
      ...(port === undefined ? {} : { port: Number(port) }),
      path: request.url ?? '/',
      query: {},
      headers,
      body,
    },
    { signingDate: toDate(String(request.headers['x-amz-date'] ?? '')) },
  );
  return signed.headers['authorization'] ?? '';
}

function toDate(amzDate: string): Date {
  return new Date(amzDate.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function forbidden(name: string, message: string): Refusal {
  return { status: 403, name, message };
}
