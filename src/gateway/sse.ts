import type { ServerResponse } from 'node:http';
import { GatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';

/** Headers go out after this long even without a good event, and a comment follows as often: clients and proxies hang up on silence. */
const KEEP_ALIVE_MS = 15_000;
const KEEP_ALIVE_FRAME = ': keepalive\n\n';

/** Bytes of one turn that do not wait for its end. */
const MOST_GATHERED = 16 * 1024;

const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  // Proxies such as nginx would collect the frames.
  'x-accel-buffering': 'no',
};

/** A response of server-sent events: headers late, keep-alive comments, back-pressure. */
export class SseResponse {
  readonly #raw: ServerResponse;
  readonly #clock: Clock;
  readonly #early: () => Readonly<Record<string, string>>;
  #lastWrite: number;
  /** Pieces of this turn: Node's work for each write is more than ours for the piece. */
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #cancelTimer: () => void = () => undefined;

  /** The headers that `early` makes go out with the deadline when nothing good has come by then. */
  constructor(raw: ServerResponse, clock: Clock, early: () => Readonly<Record<string, string>>) {
    this.#raw = raw;
    this.#clock = clock;
    this.#early = early;
    this.#lastWrite = clock.monotonic();
    this.#arm();
  }

  get begun(): boolean {
    return this.#raw.headersSent;
  }

  /** Sends the headers, unless the deadline already has. */
  begin(headers: Readonly<Record<string, string>>): void {
    if (!this.begun) this.#sendHead(headers);
  }

  /** Resolves when the client is ready for more; throws `cancelled` when it has gone. */
  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    if (this.#raw.destroyed) throw clientGone();
    this.#lastWrite = this.#clock.monotonic();
    this.#gathered.push(bytes);
    this.#gatheredBytes += bytes.length;
    if (this.#gatheredBytes >= MOST_GATHERED) this.#flush();
    else if (this.#gathered.length === 1) process.nextTick(() => this.#flush());
    if (this.#raw.writableNeedDrain) await drained(this.#raw);
  }

  /** Ends the response with its last bytes. */
  end(bytes: readonly Uint8Array[]): void {
    this.stop();
    this.#gathered.push(...bytes);
    this.#flush();
    this.#raw.end();
  }

  /** Ends the keep-alive without ending the response. */
  stop(): void {
    this.#cancelTimer();
  }

  #flush(): void {
    const [first, ...others] = this.#gathered;
    this.#gathered = [];
    this.#gatheredBytes = 0;
    if (first === undefined || this.#raw.destroyed) return;
    this.#raw.write(others.length === 0 ? first : Buffer.concat([first, ...others]));
  }

  /** Leaves with the write that follows, in one packet. */
  #sendHead(headers: Readonly<Record<string, string>>): void {
    this.#raw.writeHead(200, { ...headers, ...STREAM_HEADERS });
  }

  #keepAlive(): void {
    if (this.#raw.destroyed) return;
    const quietMs = this.#clock.monotonic() - this.#lastWrite;
    if (quietMs >= KEEP_ALIVE_MS) {
      if (!this.begun) this.#sendHead(this.#early());
      this.#raw.write(KEEP_ALIVE_FRAME);
      this.#lastWrite = this.#clock.monotonic();
    }
    this.#arm();
  }

  #arm(): void {
    const dueMs = this.#lastWrite + KEEP_ALIVE_MS - this.#clock.monotonic();
    this.#cancelTimer = this.#clock.timer(dueMs, () => this.#keepAlive());
  }
}

function clientGone(): GatewayError {
  return new GatewayError('cancelled', 'The client closed the connection before the answer was complete.');
}

async function drained(raw: ServerResponse): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const onDrain = (): void => {
      raw.off('close', onClose);
      resolve();
    };
    const onClose = (): void => {
      raw.off('drain', onDrain);
      reject(clientGone());
    };
    raw.once('drain', onDrain);
    raw.once('close', onClose);
  });
}
