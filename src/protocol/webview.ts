/** Messages between the dashboard in a webview and the editor side, which forwards `request`s to the gateway's HTTP API. */
import { z } from 'zod';
import { noticeSchema } from './api.ts';

/** Commands of the extension that a button in the dashboard may run. */
export const dashboardCommands = [
  'torii.openDashboard',
  'torii.configureCline',
  'torii.startProxy',
  'torii.showLogs',
  'torii.openConfig',
  'torii.backUpLedger',
] as const;

export const toEditorSchema = z.discriminatedUnion('type', [
  /** The page has loaded and listens. */
  z.object({ type: z.literal('ready') }),
  /** Only paths under `/torii/` are forwarded; always as GET. */
  z.object({ type: z.literal('request'), id: z.number().int(), path: z.string() }),
  z.object({ type: z.literal('command'), command: z.enum(dashboardCommands) }),
  /** Asks for a file with the usage since `from`, epoch ms: the begin of the days that the page shows. */
  z.object({ type: z.literal('export-usage'), from: z.number().int().nonnegative() }),
]);
export type ToEditor = z.infer<typeof toEditorSchema>;

export const gatewayStateSchema = z.enum(['starting', 'running', 'attached', 'stopped', 'failed']);
export type GatewayState = z.infer<typeof gatewayStateSchema>;

export const toDashboardSchema = z.discriminatedUnion('type', [
  /** `status` 0 means that the gateway could not be reached. */
  z.object({ type: z.literal('response'), id: z.number().int(), status: z.number().int(), body: z.unknown() }),
  z.object({ type: z.literal('notice'), notice: noticeSchema }),
  z.object({
    type: z.literal('gateway'),
    state: gatewayStateSchema,
    baseUrl: z.string().nullable(),
    /** Why it failed, in the user's language. */
    message: z.string().nullable(),
  }),
]);
export type ToDashboard = z.infer<typeof toDashboardSchema>;

/** `<div id="root" data-surface=… data-language=…>`: where the dashboard is shown. */
export const surfaces = ['sidebar', 'tab', 'browser'] as const;
export type Surface = (typeof surfaces)[number];
