import * as vscode from 'vscode';
import type { Attachment } from './gatewayState.ts';

/** One sentence on where the gateway runs that this window uses. */
export function attachedLine({ runsIn, baseUrl }: Attachment): string {
  switch (runsIn) {
    case 'window':
      return vscode.l10n.t('Torii runs in another window at {0}.', baseUrl);
    case 'detached':
      return vscode.l10n.t('Torii runs in a process of its own at {0}.', baseUrl);
    case 'terminal':
      return vscode.l10n.t('Torii runs outside of the editor at {0}.', baseUrl);
  }
}
