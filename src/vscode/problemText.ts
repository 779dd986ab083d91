import * as vscode from 'vscode';
import type { GatewayProblem } from './gatewayProblem.ts';
import { said } from './gatewayWords.ts';

/** Where something follows the gateway: it is read again until it works. */
export function retryLine(problem: GatewayProblem): string {
  switch (problem.kind) {
    case 'unreachable':
      return vscode.l10n.t('The gateway does not answer. Trying again…');
    case 'no-news':
      return noNewsText();
    case 'mismatch':
      return mismatchText();
    case 'refused':
      return vscode.l10n.t('{0} Trying again…', said(problem.message));
  }
}

/** Where something was tried once. */
export function failureLine(problem: GatewayProblem): string {
  switch (problem.kind) {
    case 'unreachable':
      return vscode.l10n.t('The gateway does not answer.');
    case 'no-news':
      return noNewsText();
    case 'mismatch':
      return mismatchText();
    case 'refused':
      return said(problem.message);
  }
}

function noNewsText(): string {
  return vscode.l10n.t('Live updates are cut off: figures are up to 15 seconds old. Connecting again…');
}

function mismatchText(): string {
  return vscode.l10n.t(
    'The gateway that runs is of another version than this window, and they do not understand each other. Restart it, or reload the windows.',
  );
}
