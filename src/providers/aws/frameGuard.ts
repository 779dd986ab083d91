import { GatewayError } from '../../domain/errors.ts';
import type { AwsService } from './service.ts';

/** Bytes of an event-stream frame around an empty payload. */
const LEAST_FRAME = 16;
/** Bytes; AWS allows 24 MiB. */
const LARGEST_FRAME = 25_165_824;
const LENGTH_BYTES = 4;

/**
 * Passes the bytes of an event stream on and checks the length that each frame announces. The SDK's reader believes
 * it: it would allocate gigabytes for a stray text and never come back from a zero.
 */
export async function* guardFrames(body: AsyncIterable<Uint8Array>, service: AwsService): AsyncGenerator<Uint8Array> {
  let rest = 0;
  let length = 0;
  let lengthBytes = 0;
  for await (const chunk of body) {
    let at = 0;
    while (at < chunk.length) {
      if (rest > 0) {
        const step = Math.min(rest, chunk.length - at);
        rest -= step;
        at += step;
        continue;
      }
      length = length * 256 + (chunk[at] ?? 0);
      lengthBytes += 1;
      at += 1;
      if (lengthBytes < LENGTH_BYTES) continue;
      if (length < LEAST_FRAME || length > LARGEST_FRAME) throw notAnEventStream(service);
      rest = length - LENGTH_BYTES;
      length = 0;
      lengthBytes = 0;
    }
    yield chunk;
  }
}

function notAnEventStream({ provider, name, prefix }: AwsService): GatewayError {
  return new GatewayError(
    'connection',
    `${prefix}The answer is not an event stream; something between here and ${name} has changed it.`,
    { provider, providerCode: 'MalformedStream' },
  );
}
