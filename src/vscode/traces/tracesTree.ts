import type * as vscode from 'vscode';
import { l10n } from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import {
  type Notice,
  REQUESTS_PATH,
  type RequestSummary,
  requestDetailSchema,
  requestListSchema,
  TASKS_PATH,
  type TaskSummaryView,
  taskListSchema,
} from '../../protocol/api.ts';
import { TRACES_PATH, traceListSchema } from '../../protocol/traces.ts';
import type { TreeSource } from '../trees/liveTree.ts';
import { isFiltered, type TraceFilter, type TraceNode, toQuery } from './traceNodes.ts';
import { traceTreeItem } from './traceTreeItem.ts';

/** More than these are for the dashboard's table. */
const NEWEST = 50;

interface Traces {
  readonly tasks: readonly TaskSummaryView[];
  /** Where a filter is in force. */
  readonly requests: readonly RequestSummary[];
}

/** Tasks with their requests and attempts, newest first; with a filter, the requests that pass it. */
export class TracesSource implements TreeSource<TraceNode, Traces> {
  #filter: TraceFilter = {};

  get filter(): TraceFilter {
    return this.#filter;
  }

  set filter(filter: TraceFilter) {
    this.#filter = filter;
  }

  async read(client: GatewayClient): Promise<Traces> {
    const filter = this.#filter;
    if (!isFiltered(filter)) {
      const { tasks } = await client.read(taskListSchema, `${TASKS_PATH}?limit=${NEWEST}`);
      return { tasks, requests: [] };
    }
    const { traces } = await client.read(traceListSchema, `${TRACES_PATH}?${toQuery(filter, NEWEST)}`);
    return { tasks: [], requests: traces };
  }

  roots({ tasks, requests }: Traces): readonly TraceNode[] {
    return [...tasks.map((task): TraceNode => ({ kind: 'task', task })), ...requests.map(toNode)];
  }

  async children(
    node: TraceNode,
    _data: Traces,
    clientOf: () => Promise<GatewayClient | undefined>,
  ): Promise<readonly TraceNode[]> {
    const client = node.kind === 'attempt' ? undefined : await clientOf();
    if (client === undefined) return [];
    if (node.kind === 'task') return await requestsOf(client, node.task.id);
    return node.kind === 'request' ? await attemptsOf(client, node.request.callId) : [];
  }

  item(node: TraceNode): vscode.TreeItem {
    return traceTreeItem(node, Date.now());
  }

  hears({ type }: Notice): boolean {
    return type === 'request-finished';
  }

  message(): string | undefined {
    const { model, status, key } = this.#filter;
    const outcome = status === 'failure' ? l10n.t('failed') : status === 'success' ? l10n.t('succeeded') : undefined;
    const parts = [model, outcome, key].filter((part) => part !== undefined);
    return parts.length === 0 ? undefined : l10n.t('Only: {0}', parts.join(' · '));
  }
}

async function requestsOf(client: GatewayClient, task: string): Promise<readonly TraceNode[]> {
  const query = new URLSearchParams({ task, limit: String(NEWEST) });
  return (await client.read(requestListSchema, `${REQUESTS_PATH}?${query}`)).requests.map(toNode);
}

async function attemptsOf(client: GatewayClient, callId: string): Promise<readonly TraceNode[]> {
  const { attempts } = await client.read(requestDetailSchema, `${REQUESTS_PATH}/${encodeURIComponent(callId)}`);
  return attempts.map((attempt, position) => ({ kind: 'attempt', callId, position, attempt }));
}

function toNode(request: RequestSummary): TraceNode {
  return { kind: 'request', request };
}
