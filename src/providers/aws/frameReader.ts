import { GatewayError } from '../../domain/errors.ts';
import type { AwsService } from './service.ts';

/** Bytes of an event-stream frame around an empty payload. */
const LEAST_FRAME = 16;
/** Bytes; AWS allows 24 MiB. */
const LARGEST_FRAME = 25_165_824;
const LENGTH_BYTES = 4;

/**
 * Cuts the bytes of an event stream into frames, by the length that each announces. It is checked: to believe a stray text
 * would mean to wait for gigabytes, and a zero never to come back.
 */
export class FrameReader {
  readonly #service: AwsService;
  /** What belongs to no whole frame yet, in the pieces in which it came: a large frame is joined once. */
  #pieces: Uint8Array[] = [];
  #held = 0;
  #wanted = LENGTH_BYTES;

  constructor(service: AwsService) {
    this.#service = service;
  }

  /** The frames that these bytes complete. Throws GatewayError where they are no event stream. */
  push(bytes: Uint8Array): readonly Uint8Array[] {
    this.#pieces.push(bytes);
    this.#held += bytes.length;
    if (this.#held < this.#wanted) return [];
    return this.#cut(this.#pieces.length === 1 ? bytes : Buffer.concat(this.#pieces));
  }

  /** Throws where the stream ends within a frame. */
  end(): void {
    if (this.#held > 0) throw new Error('Truncated event message received.');
  }

  #cut(bytes: Uint8Array): readonly Uint8Array[] {
    const frames: Uint8Array[] = [];
    let at = 0;
    this.#wanted = this.#lengthAt(bytes, at);
    while (bytes.length - at >= this.#wanted) {
      frames.push(bytes.subarray(at, at + this.#wanted));
      at += this.#wanted;
      this.#wanted = this.#lengthAt(bytes, at);
    }
    this.#held = bytes.length - at;
    this.#pieces = this.#held === 0 ? [] : [bytes.subarray(at)];
    return frames;
  }

  /** Of the frame that begins there; of its announcement where even that is not there yet. */
  #lengthAt(bytes: Uint8Array, at: number): number {
    if (bytes.length - at < LENGTH_BYTES) return LENGTH_BYTES;
    const length = new DataView(bytes.buffer, bytes.byteOffset + at, LENGTH_BYTES).getUint32(0);
    if (length < LEAST_FRAME || length > LARGEST_FRAME) throw notAnEventStream(this.#service);
    return length;
  }
}

function notAnEventStream({ provider, name, prefix }: AwsService): GatewayError {
  return new GatewayError(
    'connection',
    `${prefix}The answer is not an event stream; something between here and ${name} has changed it.`,
    { provider, providerCode: 'MalformedStream' },
  );
}
