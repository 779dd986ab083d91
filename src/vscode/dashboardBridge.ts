import type { RawAnswer } from '../apiClient/gatewayClient.ts';
import { type RequestMethod, type ToDashboard, type ToEditor, toEditorSchema } from '../protocol/webview.ts';
import type { NamedText } from './compareTexts.ts';
import type { DashboardStreams } from './dashboardStreams.ts';
import { forwardedPath } from './forwardedPath.ts';

type DashboardCommand = Extract<ToEditor, { type: 'command' }>['command'];
type DashboardRequest = Extract<ToEditor, { type: 'request' }>;

export interface BridgePorts {
  /** Asks the gateway; undefined while there is none. */
  send(method: RequestMethod, path: string, body: unknown): Promise<RawAnswer | undefined>;
  /** What a page that has just loaded has to know. */
  states(): readonly ToDashboard[];
  run(command: DashboardCommand): unknown;
  /** `from` in epoch ms. */
  exportUsage(from: number): unknown;
  saveFile(name: string, text: string): unknown;
  compare(left: NamedText, right: NamedText): unknown;
  readonly streams: Pick<DashboardStreams, 'start' | 'stop'>;
  /** Opens the dashboard's tab at a route. */
  open(route: string): unknown;
  /** The page that the editor wants to see first; undefined leaves the page where it was. Asked once for each load. */
  firstRoute(): string | undefined;
  post(message: ToDashboard): unknown;
}

const UNREACHABLE: RawAnswer = { status: 0, body: null };
const FORBIDDEN: RawAnswer = {
  status: 403,
  body: {
    error: {
      message: 'The dashboard has no business at this path.',
      type: 'permission_error',
      param: 'path',
      code: '403',
    },
  },
};

/** Answers one message of the dashboard. What does not fit the protocol is dropped: the page is not trusted. */
export async function answerDashboard(raw: unknown, ports: BridgePorts): Promise<void> {
  const message = toEditorSchema.safeParse(raw);
  if (!message.success) return;
  switch (message.data.type) {
    case 'ready':
      begin(ports);
      return;
    case 'command':
      ports.run(message.data.command);
      return;
    case 'export-usage':
      ports.exportUsage(message.data.from);
      return;
    case 'save-file':
      ports.saveFile(message.data.name, message.data.text);
      return;
    case 'compare':
      ports.compare(message.data.left, message.data.right);
      return;
    case 'stream':
      await ports.streams.start(message.data);
      return;
    case 'stop':
      ports.streams.stop(message.data.id);
      return;
    case 'open-dashboard':
      ports.open(message.data.route);
      return;
    case 'request': {
      const { id } = message.data;
      const { status, body } = await forward(message.data, ports);
      ports.post({ type: 'response', id, status, body });
    }
  }
}

function begin(ports: BridgePorts): void {
  const route = ports.firstRoute();
  if (route !== undefined) ports.post({ type: 'navigate', route });
  for (const state of ports.states()) ports.post(state);
}

async function forward({ method, path, body }: DashboardRequest, ports: BridgePorts): Promise<RawAnswer> {
  const allowed = forwardedPath(path);
  if (allowed === undefined) return FORBIDDEN;
  return (await ports.send(method ?? 'GET', allowed, body)) ?? UNREACHABLE;
}
