import { isObject } from '../../../domain/json.ts';
import type { Fetch } from '../../httpExchange.ts';
import { type MlflowApi, MlflowRefusal, sendChecked } from '../mlflowApi.ts';
import { placeOf } from './artifactPlace.ts';
import type { Artifact } from './runDraft.ts';
import type { S3Bucket } from './s3Bucket.ts';

export interface ArtifactStoreParts {
  readonly api: MlflowApi;
  readonly fetch: Fetch;
  /** Undefined where there is nothing to sign requests with. */
  readonly s3: S3Bucket | undefined;
}

interface Run {
  readonly id: string;
  readonly artifactUri: string;
}

const CONTENT_TYPE = 'text/plain; charset=utf-8';
/** Answers of servers that do not have presigned uploads, or have them switched off. */
const NO_SUCH_CALL = new Set([404, 405, 501]);
/** For how long an upload may begin, seconds. */
const UPLOAD_EXPIRES = 900;

/** Puts files to a run: through the server, by an address that the server signs, or straight to S3. */
export class ArtifactStore {
  readonly #parts: ArtifactStoreParts;
  /** Undefined until the server was asked. */
  #signsUploads: boolean | undefined;

  constructor(parts: ArtifactStoreParts) {
    this.#parts = parts;
  }

  /** Throws as MlflowApi does; MlflowRefusal also where the run keeps its files at a place that cannot be reached from here. */
  async put(run: Run, { path, text }: Artifact, signal: AbortSignal): Promise<void> {
    const place = placeOf(run.artifactUri);
    const bytes = Buffer.from(text);
    if (place.kind === 'proxy') {
      const headers = { 'content-type': CONTENT_TYPE };
      await this.#parts.api.send({ method: 'PUT', path: `${place.path}/${path}`, headers, body: bytes }, signal);
      return;
    }
    if (await this.#putSigned(run, path, bytes, signal)) return;
    const { s3 } = this.#parts;
    if (place.kind === 's3' && s3 !== undefined) {
      await s3.put(place.bucket, `${place.prefix}/${path}`, bytes, signal);
      return;
    }
    const scheme = place.kind === 's3' ? 's3' : place.scheme;
    throw new MlflowRefusal(
      0,
      'ARTIFACTS_ELSEWHERE',
      `The server keeps artifacts at ${scheme}: and does not take them itself. Start it with --serve-artifacts, or with --artifacts-destination.`,
    );
  }

  /** False where the server signs no uploads. */
  async #putSigned(run: Run, path: string, body: Buffer<ArrayBuffer>, signal: AbortSignal): Promise<boolean> {
    if (this.#signsUploads === false) return false;
    const signed = await this.#signUpload(run, path, signal);
    this.#signsUploads = signed !== undefined;
    if (signed === undefined) return false;
    await sendChecked(this.#parts.fetch, { method: 'PUT', ...signed, body }, signal);
    return true;
  }

  async #signUpload(run: Run, path: string, signal: AbortSignal) {
    const body = { run_id: run.id, path, expiration: UPLOAD_EXPIRES };
    try {
      const answer = await this.#parts.api.post('/artifacts/presigned-upload-url', body, signal);
      const url = answer['presigned_url'];
      return typeof url === 'string' ? { url, headers: textsOf(answer['headers']) } : undefined;
    } catch (error) {
      if (error instanceof MlflowRefusal && NO_SUCH_CALL.has(error.status)) return undefined;
      throw error;
    }
  }
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name.toLowerCase(), String(text)]));
}
