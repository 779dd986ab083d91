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
import { GrowingList, readPages } from '../trees/growingList.ts';
import type { TreeSource } from '../trees/liveTree.ts';
import { isFiltered, type TraceFilter, type TraceNode, toQuery } from './traceNodes.ts';
import { traceTreeItem } from './traceTreeItem.ts';

/** Shown at first, and more each time that somebody asks for more. */
const PAGE = 50;
/** The gateway gives no more at once. */
const MOST = 200;

interface Traces {
  readonly tasks: readonly TaskSummaryView[];
  /** Where a filter is in force. */
  readonly requests: readonly RequestSummary[];
  /** There are older ones. */
  readonly more: boolean;
  /** How many; undefined where a filter is in force. */
  readonly left: number | undefined;
}

/** Tasks with their requests and attempts, newest first; with a filter, the requests that pass it. */
export class TracesSource implements TreeSource<TraceNode, Traces> {
  readonly #list = new GrowingList(PAGE);
  readonly showMore = this.#list.grow;
  #filter: TraceFilter = {};

  get filter(): TraceFilter {
    return this.#filter;
  }

  set filter(filter: TraceFilter) {
    this.#filter = filter;
    this.#list.reset();
  }

  async read(client: GatewayClient): Promise<Traces> {
    const { shown } = this.#list;
    return isFiltered(this.#filter) ? await readRequests(client, this.#filter, shown) : await readTasks(client, shown);
  }

  roots({ tasks, requests, more, left }: Traces): readonly TraceNode[] {
    const last: readonly TraceNode[] = more ? [{ kind: 'more', left }] : [];
    return [...tasks.map((task): TraceNode => ({ kind: 'task', task })), ...requests.map(toNode), ...last];
  }

  async children(
    node: TraceNode,
    _data: Traces,
    clientOf: () => Promise<GatewayClient | undefined>,
  ): Promise<readonly TraceNode[]> {
    const client = node.kind === 'attempt' || node.kind === 'more' ? undefined : await clientOf();
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

async function readTasks(client: GatewayClient, shown: number): Promise<Traces> {
  let total = 0;
  const tasks = await readPages(shown, MOST, async (limit, offset) => {
    const page = await client.read(taskListSchema, `${TASKS_PATH}?limit=${limit}&offset=${offset}`);
    total = page.total;
    return page.tasks;
  });
  const left = Math.max(0, total - tasks.length);
  return { tasks, requests: [], more: left > 0, left };
}

async function readRequests(client: GatewayClient, filter: TraceFilter, shown: number): Promise<Traces> {
  let next: string | null | undefined;
  const requests = await readPages(shown, MOST, async (limit) => {
    if (next === null) return [];
    const page = await client.read(traceListSchema, `${TRACES_PATH}?${toQuery(filter, limit, next)}`);
    next = page.nextCursor;
    return page.traces;
  });
  return { tasks: [], requests, more: typeof next === 'string', left: undefined };
}

async function requestsOf(client: GatewayClient, task: string): Promise<readonly TraceNode[]> {
  const query = new URLSearchParams({ task, limit: String(MOST) });
  return (await client.read(requestListSchema, `${REQUESTS_PATH}?${query}`)).requests.map(toNode);
}

async function attemptsOf(client: GatewayClient, callId: string): Promise<readonly TraceNode[]> {
  const { attempts } = await client.read(requestDetailSchema, `${REQUESTS_PATH}/${encodeURIComponent(callId)}`);
  return attempts.map((attempt, position) => ({ kind: 'attempt', callId, position, attempt }));
}

function toNode(request: RequestSummary): TraceNode {
  return { kind: 'request', request };
}
