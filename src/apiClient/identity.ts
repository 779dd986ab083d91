import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { connect } from 'node:net';
import { IDENTITY_PATH, identitySchema, type RunsIn } from '../protocol/api.ts';

/** Who holds the port: a gateway of this home, another program, one that has not answered in time, or nobody any more. */
export type PortHolder =
  | { readonly kind: 'ours'; readonly runsIn: RunsIn; readonly version: string }
  | { readonly kind: 'stranger' | 'silent' | 'nobody' };

const NONCE_BYTES = 16;
const HTTP_PORT = 80;
const ANSWER_DEADLINE_MS = 1500;
const GONE = new Set(['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET']);

/** HMAC-SHA256(home key, `nonce:port`) in hex: what a gateway of this home answers to a challenge on its port. */
export function identityProof(homeKey: string, nonce: string, port: number): string {
  return createHmac('sha256', homeKey).update(`${nonce}:${port}`).digest('hex');
}

/** Compares in constant time. */
export function provesIdentity(homeKey: string, nonce: string, port: number, proof: string): boolean {
  const expected = Buffer.from(identityProof(homeKey, nonce, port));
  const given = Buffer.from(proof.toLowerCase());
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Asks the holder of `baseUrl` for a proof. The key itself is never sent: it may be a stranger. */
export async function identifyHolder(baseUrl: string, homeKey: string | undefined): Promise<PortHolder> {
  if (await isRefused(new URL(baseUrl))) return { kind: 'nobody' };
  const nonce = randomBytes(NONCE_BYTES).toString('hex');
  try {
    const answer = await fetch(`${baseUrl}${IDENTITY_PATH}?nonce=${nonce}`, {
      signal: AbortSignal.timeout(ANSWER_DEADLINE_MS),
      redirect: 'error',
    });
    const identity = identitySchema.safeParse(await answer.json());
    if (!identity.success || homeKey === undefined) return { kind: 'stranger' };
    const { runsIn, version, proof } = identity.data;
    const proven = provesIdentity(homeKey, nonce, Number(new URL(baseUrl).port), proof);
    return proven ? { kind: 'ours', runsIn, version } : { kind: 'stranger' };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') return { kind: 'silent' };
    return { kind: isGone(error) ? 'nobody' : 'stranger' };
  }
}

/** What `fetch` is loaded with takes a start longer than the question; most windows find that nobody is there. */
function isRefused({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || HTTP_PORT) });
    const end = (refused: boolean): void => {
      socket.destroy();
      resolve(refused);
    };
    socket.once('connect', () => end(false));
    socket.on('error', (error) => end(isGone(error)));
    socket.setTimeout(ANSWER_DEADLINE_MS, () => end(false));
  });
}

/** Whether an error of `fetch` says that nobody listens. Node wraps the socket's error, once or in a list. */
function isGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && GONE.has(error.code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isGone);
  return isGone(error.cause);
}
