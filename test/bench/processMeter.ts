import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Megabytes, and open file descriptors, of a process. */
export interface Measure {
  readonly rss: number;
  /** What is alive after a full collection. */
  readonly heap: number;
  /** What the heap has taken from the system, garbage and room included. */
  readonly heapTotal: number;
  /** Memory of buffers outside of the heap. */
  readonly external: number;
  readonly handles: number;
}

export interface ProcessMeter {
  /** RSS as it is; then the heap, after a full collection. */
  measure(): Promise<Measure>;
  close(): void;
}

const MB = 1024 * 1024;
const READ_MEMORY = 'JSON.stringify(process.memoryUsage())';

/** Measures a process on Linux that was started with `--inspect=127.0.0.1:0` and whose standard error is piped. */
export async function openProcessMeter(child: ChildProcess): Promise<ProcessMeter> {
  const inspector = await connectInspector(await debuggerUrl(child));
  return {
    measure: async () => {
      const rss = residentMb(child);
      await inspector.send('HeapProfiler.collectGarbage');
      const { result } = (await inspector.send('Runtime.evaluate', { expression: READ_MEMORY })) as {
        result: { value: string };
      };
      const memory = JSON.parse(result.value) as NodeJS.MemoryUsage;
      return {
        rss,
        heap: memory.heapUsed / MB,
        heapTotal: memory.heapTotal / MB,
        external: memory.external / MB,
        handles: readdirSync(`/proc/${child.pid}/fd`).length,
      };
    },
    close: () => inspector.close(),
  };
}

function residentMb(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

async function debuggerUrl({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new Error('The standard error is not piped.');
  const url = await firstMatch(stderr, /Debugger listening on (ws:\S+)/);
  // A pipe that nobody reads would stop the process in the end.
  stderr.resume();
  return url;
}

async function firstMatch(stream: Readable, pattern: RegExp): Promise<string> {
  for await (const line of createInterface({ input: stream })) {
    const match = pattern.exec(line);
    if (match?.[1] !== undefined) return match[1];
  }
  throw new Error('The process ended before its debugger listened.');
}

interface Inspector {
  send(method: string, params?: Readonly<Record<string, unknown>>): Promise<unknown>;
  close(): void;
}

async function connectInspector(url: string): Promise<Inspector> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error('The debugger cannot be reached.')), { once: true });
  });
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  let count = 0;
  return {
    send: (method, params = {}) =>
      new Promise((resolve) => {
        count += 1;
        waiting.set(count, resolve);
        socket.send(JSON.stringify({ id: count, method, params }));
      }),
    close: () => socket.close(),
  };
}
