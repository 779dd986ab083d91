import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import type { MlflowServer } from '../../protocol/mlflow.ts';
import { offer } from '../offer.ts';

/** Opens MLflow in a browser, signed in where it is SageMaker's. One that is stopped can be started first. */
export async function openMlflow(client: GatewayClient): Promise<void> {
  const server = await client.mlflowServer();
  if (!server.active && server.stoppable) return await offerStart(client, server);
  const { url } = await client.mlflowLink();
  // As a text: an editor's Uri would write the token in it anew.
  await vscode.commands.executeCommand('vscode.open', url);
  void vscode.window.showInformationMessage(vscode.l10n.t('MLflow is opened in the browser: {0}', server.address));
}

export async function startMlflow(client: GatewayClient): Promise<void> {
  const server = await client.mlflowServer();
  if (server.active) {
    void vscode.window.showInformationMessage(vscode.l10n.t('MLflow server {0} runs already.', nameOf(server)));
    return;
  }
  await start(client);
}

/** Asks first; where the server is not Torii's to stop, the gateway says so instead. */
export async function stopMlflow(client: GatewayClient): Promise<void> {
  const server = await client.mlflowServer();
  if (server.stoppable && !(await isSure(server))) return;
  const stopped = await client.stopMlflow();
  void vscode.window.showInformationMessage(
    vscode.l10n.t('MLflow server {0}: {1}.', nameOf(stopped), stopped.status ?? ''),
  );
}

async function isSure(server: MlflowServer): Promise<boolean> {
  const stop = vscode.l10n.t('Stop Server');
  const question = vscode.l10n.t('Stop the MLflow server {0}?', nameOf(server));
  const detail = vscode.l10n.t('Nobody can use it until it is started again. Traces wait for it on this machine.');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, stop)) === stop;
}

async function offerStart(client: GatewayClient, server: MlflowServer): Promise<void> {
  const startServer = vscode.l10n.t('Start Server');
  const text = vscode.l10n.t('MLflow server {0} does not run ({1}).', nameOf(server), server.status ?? '');
  if ((await vscode.window.showWarningMessage(text, startServer)) === startServer) await start(client);
}

async function start(client: GatewayClient): Promise<void> {
  const server = await client.startMlflow();
  const text = vscode.l10n.t(
    'MLflow server {0} is starting. This can take 20 minutes, and it costs money while it runs.',
    nameOf(server),
  );
  await offer(text, vscode.l10n.t('Stop Server'), 'torii.stopMlflow');
}

function nameOf(server: MlflowServer): string {
  return server.name ?? server.address;
}
