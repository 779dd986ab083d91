import type { RawAnswer } from '../apiClient/gatewayClient.ts';
import { type ToDashboard, toEditorSchema } from '../protocol/webview.ts';
import { forwardedPath } from './forwardedPath.ts';

type DashboardCommand = Extract<ReturnType<typeof toEditorSchema.parse>, { type: 'command' }>['command'];

export interface BridgePorts {
  /** Asks the gateway; undefined while there is none. */
  get(path: string): Promise<RawAnswer | undefined>;
  gateway(): Extract<ToDashboard, { type: 'gateway' }>;
  run(command: DashboardCommand): unknown;
  /** `from` in epoch ms. */
  exportUsage(from: number): unknown;
  post(message: ToDashboard): unknown;
}

const UNREACHABLE: RawAnswer = { status: 0, body: null };
const FORBIDDEN: RawAnswer = {
  status: 403,
  body: {
    error: {
      message: 'The dashboard may only read /torii/ paths.',
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
      ports.post(ports.gateway());
      return;
    case 'command':
      ports.run(message.data.command);
      return;
    case 'export-usage':
      ports.exportUsage(message.data.from);
      return;
    case 'request': {
      const { id, path } = message.data;
      const { status, body } = await forward(path, ports);
      ports.post({ type: 'response', id, status, body });
    }
  }
}

async function forward(path: string, ports: BridgePorts): Promise<RawAnswer> {
  const allowed = forwardedPath(path);
  if (allowed === undefined) return FORBIDDEN;
  return (await ports.get(allowed)) ?? UNREACHABLE;
}
