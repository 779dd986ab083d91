import { createHash, createHmac } from 'node:crypto';
import { GatewayError } from '../../domain/errors.ts';
import type { NetworkParameters } from '../../domain/networkParameters.ts';
import type { RequestSigner, SignableRequest, SigningScope } from '../../domain/requestSigning.ts';
import type { Environment } from '../network/environment.ts';
import { toCredentials } from './credentialProvider.ts';
import { environmentCredentials } from './credentialSource.ts';
import { credentialAdvice } from './failure/credentialAdvice.ts';

interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Credentials are asked for again this long before they expire, and those without an end after this time, ms. */
const RENEW_BEFORE_MS = 5 * 60_000;
const KEEP_MS = 60_000;

export interface SignerParts {
  /** The environment in force, which a reload of the config can change. */
  readonly environment: () => Environment;
  /** How the services of credentials (STS, SSO) are reached. */
  readonly network: () => NetworkParameters | undefined;
  /** Epoch ms. */
  readonly now: () => number;
}

/**
 * Signs for what the environment names: keys, a profile, or the AWS chain; `MLFLOW_AUTH_TYPE` and
 * `SAGEMAKER_MLFLOW_ASSUME_ROLE_ARN` choose among them.
 */
export function createRequestSigner({ environment, network, now }: SignerParts): RequestSigner {
  let held: { readonly identity: Identity; readonly until: number } | undefined;
  let renewing: Promise<Identity> | undefined;
  const renew = async (): Promise<Identity> => {
    const fresh = await resolve(environment(), network());
    const expires = fresh.expiration?.getTime();
    held = { identity: fresh, until: expires === undefined ? now() + KEEP_MS : expires - RENEW_BEFORE_MS };
    return fresh;
  };
  // Requests that go out together share one renewal.
  const identity = async (): Promise<Identity> => {
    if (held !== undefined && held.until > now()) return held.identity;
    renewing ??= renew().finally(() => {
      renewing = undefined;
    });
    return await renewing;
  };
  return { sign: async (request, scope) => await signRequest(request, scope, await identity(), new Date(now())) };
}

/**
 * The headers of a request with its signature. `host` is signed and left out: whoever sends adds it. S3 signs paths as
 * they are, all others escape them once more.
 */
export async function signRequest(
  { method, url, headers, body }: SignableRequest,
  { service, region }: SigningScope,
  credentials: Identity,
  signingDate: Date,
): Promise<Readonly<Record<string, string>>> {
  const { SignatureV4 } = await import('@smithy/signature-v4');
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, uriEscapePath: service !== 's3' });
  const { protocol, hostname, port, host, pathname, searchParams } = new URL(url);
  const query = Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
  const hash = createHash('sha256')
    .update(body ?? '')
    .digest('hex');
  const signed = await signer.sign(
    {
      ...{ method, protocol, hostname, path: pathname, query },
      ...(port === '' ? {} : { port: Number(port) }),
      headers: { ...headers, host, 'x-amz-content-sha256': hash },
      body,
    },
    { signingDate },
  );
  const { host: _host, ...rest } = signed.headers;
  return rest;
}

async function resolve(environment: Environment, network: NetworkParameters | undefined): Promise<Identity> {
  const source = environmentCredentials(environment);
  try {
    const found = await toCredentials(source, { region: undefined, network }, environment);
    return typeof found === 'function' ? await found() : found;
  } catch (cause) {
    throw new GatewayError('authentication', credentialAdvice(source), { cause });
  }
}

/** Node's own hashes in the form that the signer wants. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret));
  }

  update(chunk: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(toBytes(chunk));
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }

  reset(): void {
    throw new Error('A hash is used once.');
  }
}

function toBytes(chunk: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof chunk === 'string') return Buffer.from(chunk);
  return ArrayBuffer.isView(chunk)
    ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    : new Uint8Array(chunk);
}
