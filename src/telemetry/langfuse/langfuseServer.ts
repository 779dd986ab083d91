import type { LangfuseSettings } from '../../domain/destinations.ts';
import { isObject, parseJson } from '../../domain/json.ts';
import { checkKey, exchange, type Fetch, type HttpAnswer } from '../httpExchange.ts';

/**
 * The public API of one Langfuse project. All methods throw DestinationUnavailable as `exchange` does; those that send
 * something, as `checkKey`, too.
 */
export class LangfuseServer {
  readonly #host: string;
  readonly #authorization: string;
  readonly #fetch: Fetch;
  /** What to do where it does not know the keys. */
  readonly remedy: string;

  constructor({ host, publicKey, secretKey, variables }: LangfuseSettings, fetch: Fetch) {
    this.#host = host;
    this.remedy = `Check ${variables}PUBLIC_KEY and ${variables}SECRET_KEY.`;
    this.#authorization = `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString('base64')}`;
    this.#fetch = fetch;
  }

  /** The server's version; undefined where it is none of Langfuse's, or does not say. */
  async version(signal: AbortSignal): Promise<string | undefined> {
    const { status, text } = await this.#ask('GET', '/api/public/health', {}, undefined, signal);
    const health = status === 200 ? parseJson(text) : undefined;
    const version = isObject(health) ? health['version'] : undefined;
    return typeof version === 'string' ? version : undefined;
  }

  /** Whether the keys are those of a project. */
  async project(signal: AbortSignal): Promise<HttpAnswer> {
    return await this.#ask('GET', '/api/public/projects', {}, undefined, signal);
  }

  async postJson(path: string, body: string, signal: AbortSignal): Promise<HttpAnswer> {
    const headers = { 'content-type': 'application/json' };
    return checkKey(await this.#ask('POST', path, headers, body, signal), this.remedy);
  }

  async remove(path: string, signal: AbortSignal): Promise<HttpAnswer> {
    return checkKey(await this.#ask('DELETE', path, {}, undefined, signal), this.remedy);
  }

  async postSpans(body: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<HttpAnswer> {
    const headers = {
      'content-type': 'application/x-protobuf',
      // Straight into the tables of version 4; servers before 3.154 do not look at it.
      'x-langfuse-ingestion-version': '4',
      'x-langfuse-sdk-name': 'torii',
    };
    return checkKey(await this.#ask('POST', '/api/public/otel/v1/traces', headers, body, signal), this.remedy);
  }

  async #ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array<ArrayBuffer> | string | undefined,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const request = {
      method,
      url: this.#host + path,
      headers: { ...headers, authorization: this.#authorization },
      body,
    };
    return await exchange(this.#fetch, request, signal);
  }
}
