import type { RequestSigner } from '../../../domain/requestSigning.ts';
import type { Fetch } from '../../httpExchange.ts';
import { toUnavailable } from '../../sagemaker/signing.ts';
import { escapeUri } from '../escapeUri.ts';
import { MlflowRefusal, sendChecked } from '../mlflowApi.ts';

export interface S3Parts {
  readonly fetch: Fetch;
  readonly signer: RequestSigner;
  /** Where a bucket is looked for first. */
  readonly region: string;
  /** `AWS_ENDPOINT_URL_S3`, for services that speak S3's protocol. */
  readonly endpoint: string | undefined;
}

/** Writes objects to S3, to whatever region a bucket is in. */
export class S3Bucket {
  readonly #parts: S3Parts;
  readonly #regions = new Map<string, string>();

  constructor(parts: S3Parts) {
    this.#parts = parts;
  }

  /** Throws MlflowRefusal and DestinationUnavailable as MlflowApi does. */
  async put(bucket: string, key: string, body: Buffer<ArrayBuffer>, signal: AbortSignal): Promise<void> {
    const region = this.#regions.get(bucket) ?? this.#parts.region;
    try {
      await this.#putIn(region, bucket, key, body, signal);
    } catch (error) {
      const elsewhere = error instanceof MlflowRefusal ? regionIn(error.answer) : undefined;
      if (elsewhere === undefined || elsewhere === region) throw explained(error, bucket);
      this.#regions.set(bucket, elsewhere);
      await this.#putIn(elsewhere, bucket, key, body, signal);
    }
  }

  async #putIn(region: string, bucket: string, key: string, body: Buffer<ArrayBuffer>, signal: AbortSignal) {
    const url = `${this.#root(region, bucket)}/${key.split('/').map(escapeUri).join('/')}`;
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    const request = { method: 'PUT', url, headers, body, takesRedirects: true } as const;
    const signed = await this.#parts.signer.sign(request, { service: 's3', region }).catch(toUnavailable);
    await sendChecked(this.#parts.fetch, { ...request, headers: signed }, signal);
  }

  /** A bucket with dots has no certificate of its own name. */
  #root(region: string, bucket: string): string {
    const { endpoint } = this.#parts;
    if (endpoint !== undefined) return `${endpoint.replace(/\/$/, '')}/${bucket}`;
    const service = `s3.${region}.amazonaws.com`;
    return bucket.includes('.') ? `https://${service}/${bucket}` : `https://${bucket}.${service}`;
  }
}

/** S3 names the right region in its refusal, or in its redirect the right endpoint. Source: its documentation of error responses. */
function regionIn(answer: string): string | undefined {
  return (
    /expecting '([a-z0-9-]+)'/.exec(answer)?.[1] ??
    /<Endpoint>[^<]*\bs3[.-]([a-z]{2}-[a-z0-9-]+-\d)\.amazonaws\.com/.exec(answer)?.[1]
  );
}

function explained(error: unknown, bucket: string): unknown {
  if (!(error instanceof MlflowRefusal) || error.status !== 403) return error;
  return new MlflowRefusal(error.status, error.code, `${error.message}. Writing to ${bucket} needs s3:PutObject.`);
}
