import * as vscode from 'vscode';
import type { GatewayController } from './gatewayController.ts';
import { liveBaseUrl } from './gatewayState.ts';
import { needsRestart, readSettings } from './settings.ts';
import { shortPath } from './shortPath.ts';

/** Offers a restart when a setting changed that only takes effect with one. */
export function offerRestartOnChange(controller: GatewayController): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(async (event) => {
    if (!needsRestart(event) || liveBaseUrl(controller.state) === undefined) return;
    const restart = vscode.l10n.t('Restart Proxy');
    const text = event.affectsConfiguration('torii.configFile') ? configLine() : otherLine();
    if ((await vscode.window.showInformationMessage(text, restart)) === restart) await controller.restart();
  });
}

/** Which config the gateway runs on after its next start. */
export function configLine(): string {
  const { configFile } = readSettings();
  return configFile === undefined
    ? vscode.l10n.t("Torii runs on its own config from the proxy's next start.")
    : vscode.l10n.t("Torii runs on {0} from the proxy's next start.", shortPath(configFile));
}

function otherLine(): string {
  return vscode.l10n.t('The changed Torii settings take effect when the proxy restarts.');
}
