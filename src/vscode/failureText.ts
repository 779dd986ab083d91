import * as vscode from 'vscode';
import type { ControllerState, FailureCode } from './gatewayState.ts';
import { said } from './gatewayWords.ts';

export type Failure = Extract<ControllerState, { kind: 'failed' }>;

/** One sentence for the user: what failed, with what it was about. */
export function failureTitle(failure: Failure): string {
  return titles[failure.code](failure);
}

const titles: Readonly<Record<FailureCode, (failure: Failure) => string>> = {
  'port-taken': ({ port }) => vscode.l10n.t('Torii cannot start: another program uses port {0}.', port),
  'port-silent': ({ port }) =>
    vscode.l10n.t('Torii waits: the program at port {0} does not answer. It goes on as soon as it does.', port),
  'config-broken': ({ detail }) => vscode.l10n.t('Torii cannot start: the config file has errors. {0}', said(detail)),
  'home-unusable': ({ detail }) =>
    vscode.l10n.t('Torii cannot start: its data folder cannot be used. {0}', said(detail)),
  internal: ({ detail }) => vscode.l10n.t('Torii cannot start. {0}', said(detail)),
  crashed: ({ detail }) => vscode.l10n.t('Torii stopped unexpectedly ({0}).', detail),
};
