/** Messages between the extension host and the gateway's worker thread: lifecycle and log lines, nothing else. */
import { z } from 'zod';

/** What a thread that has loaded its code waits for. */
export const workerStartSchema = z.object({
  home: z.string(),
  host: z.string(),
  port: z.number().int().min(0).max(65535),
  /** Absolute path; undefined means the home's own `config.yaml`, made from an example at first start. */
  configFile: z.string().optional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
  version: z.string(),
  /** Folder that holds `ui/`: the bundles of the dashboard. */
  distDir: z.string(),
});
export type WorkerStart = z.infer<typeof workerStartSchema>;

export const toWorkerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), start: workerStartSchema }),
  /** Running requests get `drainMs` to end. Sent again, the sooner end counts. */
  z.object({ type: z.literal('stop'), drainMs: z.number().nonnegative() }),
]);
export type ToWorker = z.infer<typeof toWorkerSchema>;

export const fromWorkerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), baseUrl: z.string(), port: z.number().int() }),
  /** The gateway could not start. `code` is closed: the editor has a message and an action for each. */
  z.object({
    type: z.literal('failed'),
    code: z.enum(['port-taken', 'config-broken', 'home-unusable', 'internal']),
    message: z.string(),
  }),
  /** The port is free. What runs may still end. */
  z.object({ type: z.literal('stopping') }),
  z.object({ type: z.literal('log'), level: z.enum(['debug', 'info', 'warn', 'error']), line: z.string() }),
]);
export type FromWorker = z.infer<typeof fromWorkerSchema>;
