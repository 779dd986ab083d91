import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import { TRACES_PATH, traceListSchema } from '../../protocol/traces.ts';
import { formatDuration, formatTime, joined } from '../figures.ts';
import { outcomeOf } from './traceNodes.ts';
import { costText, outcomeText } from './traceTreeItem.ts';

const NEWEST = 50;

/** Lets the user choose one of the newest requests; undefined where there is none, which is told, or none was chosen. */
export async function pickTrace(client: GatewayClient): Promise<string | undefined> {
  const { traces } = await client.read(traceListSchema, `${TRACES_PATH}?limit=${NEWEST}`);
  if (traces.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There are no requests yet.'));
    return undefined;
  }
  const now = Date.now();
  const items = traces.map((trace) => ({
    label: trace.modelGroup,
    description: joined(
      formatTime(trace.startedAt, now),
      costText(trace.cost, false),
      formatDuration(trace.durationMs),
    ),
    detail: joined(outcomeText(outcomeOf(trace)), trace.client ?? undefined, trace.keyAlias ?? undefined),
    callId: trace.callId,
  }));
  const title = vscode.l10n.t('Choose a request');
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true }))?.callId;
}
