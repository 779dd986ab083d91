import * as vscode from 'vscode';
import type { GatewayController } from './gatewayController.ts';
import { needsRestart } from './settings.ts';

/** Offers a restart when a setting changed that only takes effect with one. */
export function offerRestartOnChange(controller: GatewayController): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(async (event) => {
    const affected =
      needsRestart(event) && (controller.state.kind === 'running' || controller.state.kind === 'attached');
    if (!affected) return;
    const restart = vscode.l10n.t('Restart Proxy');
    const text = vscode.l10n.t('The changed Torii settings take effect when the proxy restarts.');
    if ((await vscode.window.showInformationMessage(text, restart)) === restart) await controller.restart();
  });
}
