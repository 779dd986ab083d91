import { exchange, type Fetch, said } from '../httpExchange.ts';

const PROTOBUF = 'application/x-protobuf';

/** Posts an encoded export. Gives back why it was refused, or undefined; throws DestinationUnavailable as `exchange` does. */
export async function postSpans(
  fetch: Fetch,
  to: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array<ArrayBuffer>;
  },
  signal: AbortSignal,
): Promise<string | undefined> {
  const { url, body } = to;
  const headers = { ...to.headers, 'content-type': PROTOBUF };
  const { status, text } = await exchange(fetch, { method: 'POST', url, headers, body }, signal);
  return status < 300 ? undefined : `it refused them with status ${status}${said(text)}`;
}
