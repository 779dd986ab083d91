import { checkKey, exchange, type Fetch, said } from '../httpExchange.ts';

const PROTOBUF = 'application/x-protobuf';
const REMEDY = 'Check the headers with its key: OTEL_EXPORTER_OTLP_HEADERS, or OTEL_HEADERS.';

/** Posts an encoded export. Gives back why it was refused, or undefined; throws DestinationUnavailable as `exchange` and `checkKey` do. */
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
  const answer = await exchange(fetch, { method: 'POST', url, headers, body }, signal);
  const { status, text } = checkKey(answer, REMEDY);
  return status < 300 ? undefined : `it refused them with status ${status}${said(text)}`;
}
