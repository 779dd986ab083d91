import { baseUrlOf } from './address.ts';
import type { ControllerPorts, GatewayWorker, Launch, WorkerEvent } from './controllerPorts.ts';
import type { Attachment, FailureCode } from './gatewayState.ts';

/** What a try to have a gateway on the port came to. `again`: it may look different in a moment. */
export type ClaimOutcome =
  | { readonly type: 'running'; readonly baseUrl: string }
  | ({ readonly type: 'attached' } & Attachment)
  | { readonly type: 'failed'; readonly code: FailureCode; readonly message: string }
  | { readonly type: 'again'; readonly silent: boolean; readonly message: string }
  | { readonly type: 'ended' };

/** Who looks after the thread. */
export interface WorkerKeeper {
  adopt(worker: GatewayWorker): void;
  watch(worker: GatewayWorker, event: WorkerEvent): void;
}

/**
 * Attaches to the gateway of this home that holds the port; where nobody does, starts one: in a thread of this window, or
 * in a process of its own to attach to. One window of the home starts at a time, the others attach to what it started.
 */
export async function claimPort(ports: ControllerPorts, launch: Launch, keeper: WorkerKeeper): Promise<ClaimOutcome> {
  const holder = await askHolder(ports, launch, takenPort(launch));
  if (holder.type !== 'again' || holder.silent) return holder;
  const start = launch.runMode === 'detached' ? () => startProgram(ports, launch) : () => startThread(launch, keeper);
  const outcome = await ports.inTurn(launch.port, start);
  if (outcome === 'busy') return askHolder(ports, launch, takenPort(launch));
  if (outcome.type !== 'failed' || outcome.code !== 'port-taken') return outcome;
  return askHolder(ports, launch, outcome.message);
}

async function startProgram(ports: ControllerPorts, launch: Launch): Promise<ClaimOutcome> {
  const start = await launch.startProgram();
  if (start.type === 'failed') return start;
  // The user wants a gateway again.
  await ports.stopMark.clearStopped();
  return askHolder(ports, launch, takenPort(launch));
}

function takenPort({ host, port }: Launch): string {
  return `Port ${port} on ${host} is taken by another program. Stop it, or choose another port.`;
}

async function askHolder(ports: ControllerPorts, launch: Launch, taken: string): Promise<ClaimOutcome> {
  const baseUrl = baseUrlOf(launch.host, launch.port);
  const holder = await ports.identify(baseUrl);
  switch (holder.kind) {
    case 'ours':
      return { type: 'attached', baseUrl, runsIn: holder.runsIn, version: holder.version };
    case 'stranger':
      return { type: 'failed', code: 'port-taken', message: taken };
    default:
      return { type: 'again', silent: holder.kind === 'silent', message: taken };
  }
}

function startThread(launch: Launch, keeper: WorkerKeeper): Promise<ClaimOutcome> {
  return new Promise((resolve) => {
    const worker = launch.startWorker((event) => {
      switch (event.type) {
        case 'ready':
          resolve({ type: 'running', baseUrl: baseUrlOf(launch.host, event.port) });
          break;
        case 'failed':
          resolve({ type: 'failed', code: event.code, message: event.message });
          break;
        case 'stopping':
          resolve({ type: 'ended' });
          break;
        default:
          resolve({ type: 'failed', code: 'crashed', message: `exit code ${event.exitCode}` });
      }
      keeper.watch(worker, event);
    });
    keeper.adopt(worker);
  });
}
