import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import type { TextComparison } from '../compareTexts.ts';
import { pickModel } from '../fallbacks/pickChain.ts';
import { offer } from '../offer.ts';
import type { ToriiNode } from '../trees/toriiNode.ts';
import { answerText } from './answerText.ts';
import { pathOf, toCurl } from './curl.ts';
import { modelsFor } from './modelsFor.ts';
import { pickFilter } from './pickFilter.ts';
import { pickTrace } from './pickTrace.ts';
import { readStored, type StoredTrace } from './storedTrace.ts';
import type { TracesSource } from './tracesTree.ts';

export interface TraceCommandParts {
  readonly clientOf: () => Promise<GatewayClient | undefined>;
  /** Opens the dashboard at a route. */
  readonly open: (route: string) => void;
  readonly source: TracesSource;
  readonly refresh: () => void;
  readonly comparison: TextComparison;
}

interface Found {
  readonly client: GatewayClient;
  readonly callId: string;
  readonly trace: StoredTrace;
}

/** What can be done with a request of the past. */
export class TraceCommands {
  readonly #parts: TraceCommandParts;

  constructor(parts: TraceCommandParts) {
    this.#parts = parts;
  }

  readonly open = (node?: ToriiNode): void => {
    const callId = callIdOf(node);
    this.#parts.open(callId === undefined ? '/traces' : routeOf(callId));
  };

  readonly filter = async (): Promise<void> => {
    const { clientOf, source, refresh } = this.#parts;
    const client = await clientOf();
    const filter = client === undefined ? undefined : await pickFilter(client, source.filter);
    if (filter === undefined) return;
    source.filter = filter;
    refresh();
  };

  readonly clearFilter = (): void => {
    this.#parts.source.filter = {};
    this.#parts.refresh();
  };

  readonly copyAsCurl = async (node?: ToriiNode): Promise<void> => {
    const found = await this.#stored(node);
    if (found === undefined) return;
    const { client, trace } = found;
    const body = trace.request ?? { model: trace.modelGroup, messages: [{ role: 'user', content: 'Hello' }] };
    await vscode.env.clipboard.writeText(toCurl(client.baseUrl, trace.path, body));
    const whole = vscode.l10n.t('Copied. Put a key into TORII_KEY before you run it.');
    const without = vscode.l10n.t('Its body is not stored: the command has a short one in its place.');
    const text = trace.request === undefined ? `${whole} ${without}` : whole;
    await offer(text, vscode.l10n.t('Create Virtual Key'), 'torii.createKey');
  };

  /** Sends the request again, to its own model or another one, and shows both answers side by side. */
  readonly replay = async (node?: ToriiNode): Promise<void> => {
    const found = await this.#stored(node);
    if (found === undefined) return;
    const { client, callId, trace } = found;
    if (trace.request === undefined) return await this.#tellNotStored(callId);
    const { groups } = await client.models();
    const model = await pickModel(
      modelsFor(trace.modelGroup, groups),
      vscode.l10n.t('Model to send it to. The call is real, and costs.'),
    );
    if (model === undefined) return;
    const answer = await send(client, trace, model);
    const before = { name: trace.modelGroup, text: answerText(trace.response) };
    await this.#parts.comparison.show(before, { name: model, text: answerText(answer) });
  };

  async #stored(node: ToriiNode | undefined): Promise<Found | undefined> {
    const client = await this.#parts.clientOf();
    if (client === undefined) return undefined;
    const callId = callIdOf(node) ?? (await pickTrace(client));
    if (callId === undefined) return undefined;
    const trace = await readStored(client, callId, pathOf);
    if (trace !== undefined) return { client, callId, trace };
    void vscode.window.showInformationMessage(vscode.l10n.t('A call of this type cannot be sent again.'));
    return undefined;
  }

  async #tellNotStored(callId: string): Promise<void> {
    const open = vscode.l10n.t('Open Trace');
    const text = vscode.l10n.t(
      'The body of this request is not stored, so it cannot be sent again. `general_settings.store_prompts_in_spend_logs: true` keeps those to come.',
    );
    if ((await vscode.window.showInformationMessage(text, open)) === open) this.#parts.open(routeOf(callId));
  }
}

function routeOf(callId: string): string {
  return `/traces/${encodeURIComponent(callId)}`;
}

function callIdOf(node: ToriiNode | undefined): string | undefined {
  if (node?.kind === 'request') return node.request.callId;
  return node?.kind === 'attempt' ? node.callId : undefined;
}

async function send(client: GatewayClient, { path, request }: StoredTrace, model: string): Promise<unknown> {
  const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Asking {0}…', model) };
  return await vscode.window.withProgress(options, async () => {
    return (await client.change('POST', path, { ...request, model, stream: false })).body;
  });
}
