import * as vscode from 'vscode';
import {
  DESTINATIONS_PATH,
  type DestinationList,
  type DestinationView,
  destinationListSchema,
} from '../../protocol/destinations.ts';
import { formatCount, formatTime, joined } from '../figures.ts';
import { said } from '../gatewayWords.ts';
import type { TreeSource } from '../trees/liveTree.ts';

export interface DestinationNode {
  readonly kind: 'destination';
  readonly destination: DestinationView;
}

const NAMES: Readonly<Record<DestinationView['kind'], string>> = {
  langfuse: 'Langfuse',
  'mlflow-traces': 'MLflow (traces)',
  'mlflow-runs': 'MLflow (runs)',
  otlp: 'OpenTelemetry',
};

/** Where traces go: what waits, what went, and what went wrong last. */
export const destinationsSource: TreeSource<DestinationNode, DestinationList> = {
  read: (client) => client.read(destinationListSchema, DESTINATIONS_PATH),
  roots: ({ destinations }) => destinations.map((destination) => ({ kind: 'destination', destination })),
  children: () => [],
  item: ({ destination }) => destinationItem(destination, Date.now()),
  hears: ({ type }) => type === 'destinations-changed' || type === 'settings-changed',
};

export function destinationName({ kind, id }: DestinationView): string {
  return NAMES[kind] === id ? id : `${NAMES[kind]} ${id}`;
}

function destinationItem(destination: DestinationView, now: number): vscode.TreeItem {
  const { id, state, queued, sent, dropped } = destination;
  const item = new vscode.TreeItem(destinationName(destination));
  item.id = `destination:${id}`;
  item.description = joined(
    stateText(state),
    vscode.l10n.t('{0} queued', formatCount(queued)),
    vscode.l10n.t('{0} sent', formatCount(sent)),
    dropped === 0 ? undefined : vscode.l10n.t('{0} dropped', formatCount(dropped)),
  );
  item.iconPath = stateIcon(state);
  item.contextValue = state === 'paused' ? 'torii.destination.paused' : 'torii.destination';
  item.tooltip = tooltipOf(destination, now);
  return item;
}

/** What goes well needs no word. */
function stateText(state: DestinationView['state']): string | undefined {
  if (state === 'failing') return vscode.l10n.t('failing');
  return state === 'paused' ? vscode.l10n.t('paused') : undefined;
}

function stateIcon(state: DestinationView['state']): vscode.ThemeIcon {
  const icons: Readonly<Record<DestinationView['state'], vscode.ThemeIcon>> = {
    ok: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
    failing: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
    paused: new vscode.ThemeIcon('debug-pause'),
    idle: new vscode.ThemeIcon('circle-outline'),
  };
  return icons[state];
}

function tooltipOf(destination: DestinationView, now: number): string {
  const { address, last_error: error, last_sent_at: sentAt, content, transport, version } = destination;
  const lines = [
    address,
    joined(transport ?? undefined, version ?? undefined),
    content ? vscode.l10n.t('Prompts and answers go there.') : vscode.l10n.t('Figures alone go there, no prompts.'),
    sentAt === null ? '' : vscode.l10n.t('Last sent: {0}', formatTime(sentAt, now)),
    error === null ? '' : vscode.l10n.t('Last error, {0}: {1}', formatTime(error.at, now), said(error.message)),
  ];
  return lines.filter((line) => line !== '').join('\n');
}
