import { redactSecrets } from '../domain/redactSecrets.ts';
import { DestinationUnavailable } from './destination.ts';

/** Sends one HTTP request; Node's own `fetch` in the product. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpExchange {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | string | undefined;
  /** A redirect is an answer, and no failure. It is never followed: a login would go with it. */
  readonly takesRedirects?: boolean | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** A server that takes longer than this is treated as one that is away, ms. */
const TIMEOUT_MS = 15_000;

const LONGEST_WAIT_MS = 10 * 60_000;
const SAID = 300;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
/** No other try can help where the server has no such thing. */
const NOT_IMPLEMENTED = 501;

/** One exchange. Throws DestinationUnavailable for a server that cannot be reached, is overloaded (429) or ill (5xx but 501, 408). */
export async function exchange(fetch: Fetch, request: HttpExchange, signal: AbortSignal): Promise<HttpAnswer> {
  const answer = await reach(fetch, request, signal);
  const { status } = answer;
  if ((status < 500 || status === NOT_IMPLEMENTED) && status !== 429 && status !== 408) return answer;
  throw new DestinationUnavailable(`it answered with status ${status}${said(answer.text)}`, answer.retryAfterMs);
}

/**
 * Throws DestinationUnavailable where a server does not know the key, or the key may not do this: what it refuses now it
 * takes when the key is mended. `remedy` says which key, in a sentence.
 */
export function checkKey<Answer extends HttpAnswer>(answer: Answer, remedy: string): Answer {
  if (!isKeyRefusal(answer.status)) return answer;
  throw new DestinationUnavailable(`it refused the key with status ${answer.status}${said(answer.text)}. ${remedy}`);
}

export function isKeyRefusal(status: number): boolean {
  return status === UNAUTHORIZED || status === FORBIDDEN;
}

/** What a server said, short and without secrets, to stand behind a status. */
export function said(text: string): string {
  const words = redactSecrets(text).replace(/\s+/g, ' ').trim();
  return words === '' ? '' : `: ${words.slice(0, SAID)}`;
}

async function reach(
  fetch: Fetch,
  { method, url, headers, body, takesRedirects }: HttpExchange,
  signal: AbortSignal,
): Promise<HttpAnswer & { readonly retryAfterMs: number | undefined }> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      redirect: takesRedirects === true ? 'manual' : 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const retryAfterMs = readRetryAfter(response.headers);
    return { status: response.status, text: await response.text(), retryAfterMs };
  } catch (thrown) {
    throw new DestinationUnavailable(`it could not be reached: ${reasonOf(thrown)}`);
  }
}

/** Seconds or a date of HTTP, as ms from the server's own clock. */
function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.parse(headers.get('date') ?? '');
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, LONGEST_WAIT_MS) : undefined;
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  if (thrown.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  const { cause } = thrown;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  const why = code ?? (cause instanceof Error ? cause.message : thrown.message);
  return redactSecrets(why);
}
