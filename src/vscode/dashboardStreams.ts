import type { StreamedAnswer } from '../apiClient/gatewayClient.ts';
import type { ToDashboard, ToEditor } from '../protocol/webview.ts';
import { forwardedPath } from './forwardedPath.ts';

type StreamRequest = Extract<ToEditor, { type: 'stream' }>;

export interface StreamPorts {
  /** Undefined while there is no gateway. */
  open(path: string, body: unknown, signal: AbortSignal): Promise<StreamedAnswer | undefined>;
  post(message: ToDashboard): unknown;
}

/** Answers that a page reads as they come. They end with the page. */
export class DashboardStreams {
  readonly #ports: StreamPorts;
  readonly #running = new Map<number, AbortController>();

  constructor(ports: StreamPorts) {
    this.#ports = ports;
  }

  /** Resolves when the answer is over; never rejects. */
  async start({ id, path, body }: StreamRequest): Promise<void> {
    const stop = new AbortController();
    this.#running.set(id, stop);
    const end = await this.#relay(id, { path, body }, stop.signal);
    this.#running.delete(id);
    this.#ports.post({ type: 'stream-end', id, ...end });
  }

  stop(id: number): void {
    this.#running.get(id)?.abort();
  }

  dispose(): void {
    for (const stop of this.#running.values()) stop.abort();
  }

  async #relay(
    id: number,
    { path, body }: Pick<StreamRequest, 'path' | 'body'>,
    signal: AbortSignal,
  ): Promise<{ status: number; body: unknown; callId: string | null }> {
    const allowed = forwardedPath(path);
    if (allowed === undefined) return { status: 403, body: null, callId: null };
    let callId: string | null = null;
    try {
      const answer = await this.#ports.open(allowed, body, signal);
      callId = answer?.callId ?? null;
      if (answer?.pieces === undefined) return { status: answer?.status ?? 0, body: answer?.body ?? null, callId };
      for await (const text of answer.pieces) this.#ports.post({ type: 'stream-data', id, text });
      return { status: answer.status, body: null, callId };
    } catch {
      // Stopped by the reader, or broken off: what came stays.
      return { status: 0, body: null, callId };
    }
  }
}
