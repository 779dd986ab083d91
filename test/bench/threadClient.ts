import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

interface Question {
  readonly url: string;
  readonly init: RequestInit;
}

export interface Answered {
  readonly bytes: number;
  /** By the clock, until the last byte is there, ms. */
  readonly ms: number;
}

type Told = Answered | { readonly failed: string };

/** A client on a thread of its own: what it does with an answer does not count as the gateway's. One question at a time. */
export interface ThreadClient {
  /** Throws where the answer is no 200. */
  ask(url: string, init?: RequestInit): Promise<Answered>;
  close(): Promise<void>;
}

export function startThreadClient(): ThreadClient {
  const worker = new Worker(new URL(import.meta.url));
  return {
    ask: async (url, init = {}) => {
      worker.postMessage({ url, init } satisfies Question);
      const [answer] = (await once(worker, 'message')) as [Told];
      if ('failed' in answer) throw new Error(`${url}: ${answer.failed}`);
      return answer;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

async function answer({ url, init }: Question): Promise<Told> {
  const begun = performance.now();
  const response = await fetch(url, init);
  const body = await response.arrayBuffer();
  if (response.status === 200) return { bytes: body.byteLength, ms: performance.now() - begun };
  return { failed: `${response.status} ${Buffer.from(body.slice(0, 200)).toString('utf8')}` };
}

if (!isMainThread) {
  parentPort?.on('message', async (question: Question) => {
    const told = await answer(question).catch((thrown: unknown): Told => ({ failed: String(thrown) }));
    parentPort?.postMessage(told);
  });
}
