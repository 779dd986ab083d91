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

export const requestMethodSchema = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
export type RequestMethod = z.infer<typeof requestMethodSchema>;

/** Characters of a file that the page hands to the editor. */
const LARGEST_FILE = 64 * 1024 * 1024;

const namedTextSchema = z.object({ name: z.string().max(200), text: z.string().max(LARGEST_FILE) });

export const toEditorSchema = z.discriminatedUnion('type', [
  /** The page has loaded and listens. */
  z.object({ type: z.literal('ready') }),
  /** Only the dashboard's own paths are forwarded: `dashboardPaths.ts`. GET where no method is given. */
  z.object({
    type: z.literal('request'),
    id: z.number().int(),
    path: z.string(),
    method: requestMethodSchema.optional(),
    body: z.unknown().optional(),
  }),
  z.object({ type: z.literal('command'), command: z.enum(dashboardCommands) }),
  /** Asks for a file with the usage since `from`, epoch ms: the begin of the days that the page shows. */
  z.object({ type: z.literal('export-usage'), from: z.number().int().nonnegative() }),
  /** Asks where to save a text, and saves it. `name` is a proposal. */
  z.object({ type: z.literal('save-file'), name: z.string().max(200), text: z.string().max(LARGEST_FILE) }),
  /** A POST whose answer comes in pieces, `stream-data`, until `stream-end`; `stop` ends it early. */
  z.object({ type: z.literal('stream'), id: z.number().int(), path: z.string(), body: z.unknown() }),
  z.object({ type: z.literal('stop'), id: z.number().int() }),
  /** Shows two texts in the editor's own diff view. */
  z.object({ type: z.literal('compare'), left: namedTextSchema, right: namedTextSchema }),
  /** Opens the whole dashboard, in its tab, at a route such as `/traces/<call id>`. */
  z.object({ type: z.literal('open-dashboard'), route: z.string().max(2000) }),
]);
export type ToEditor = z.infer<typeof toEditorSchema>;

export const gatewayStateSchema = z.enum(['starting', 'running', 'attached', 'stopped', 'failed']);
export type GatewayState = z.infer<typeof gatewayStateSchema>;

export const toDashboardSchema = z.discriminatedUnion('type', [
  /** `status` 0 means that the gateway could not be reached. */
  z.object({ type: z.literal('response'), id: z.number().int(), status: z.number().int(), body: z.unknown() }),
  z.object({ type: z.literal('stream-data'), id: z.number().int(), text: z.string() }),
  /** `status` 0: the gateway could not be reached, or the answer broke off. */
  z.object({
    type: z.literal('stream-end'),
    id: z.number().int(),
    status: z.number().int(),
    body: z.unknown(),
    callId: z.string().nullable(),
  }),
  z.object({ type: z.literal('notice'), notice: noticeSchema }),
  /** Whether notices arrive at present; while they do not, the page reads its figures at intervals. */
  z.object({ type: z.literal('connection'), connected: z.boolean() }),
  /** Go to a page: a route such as `/traces/<call id>`, as after the `#` of an address at `/ui`. */
  z.object({ type: z.literal('navigate'), route: z.string() }),
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
