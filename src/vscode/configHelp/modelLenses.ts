import * as vscode from 'vscode';
import type { DeploymentSummary, ModelGroup } from '../../protocol/api.ts';
import { joined } from '../figures.ts';
import type { GatewayAccess } from '../gatewayAccess.ts';
import type { GatewayController } from '../gatewayController.ts';
import type { Disposable } from '../listeners.ts';
import { healthText, priceText } from '../models/deploymentText.ts';
import { Refresher } from '../refresher.ts';
import type { HelpsWith } from './completions.ts';
import { modelLines } from './modelLines.ts';

const PAUSE_MS = 1000;

/** Above each model of the config: its health and price, and a test of it. */
export class ModelLenses implements vscode.CodeLensProvider, Disposable {
  readonly #access: GatewayAccess;
  readonly #helpsWith: HelpsWith;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #refresher = new Refresher(() => this.#refresh(), PAUSE_MS);
  readonly #subscriptions: readonly Disposable[];
  readonly onDidChangeCodeLenses = this.#changed.event;
  #groups: readonly ModelGroup[] = [];
  /** No figures are read for windows that show no config. */
  #shown = false;

  constructor(controller: GatewayController, access: GatewayAccess, helpsWith: HelpsWith) {
    this.#access = access;
    this.#helpsWith = helpsWith;
    this.#subscriptions = [
      controller.onState(() => this.#ask()),
      controller.onConnected(() => this.#ask()),
      controller.onNotice(({ type }) => {
        if (type === 'settings-changed' || type === 'request-finished') this.#ask();
      }),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!this.#helpsWith(document)) return [];
    if (!this.#shown) {
      this.#shown = true;
      this.#refresher.request();
    }
    const models = modelLines(document.getText());
    return models.flatMap(({ name, line, position }) => {
      const deployment = this.#deploymentOf(document.uri.fsPath, name, position);
      return deployment === undefined ? [] : lensesOf(name, line, deployment);
    });
  }

  dispose(): void {
    this.#refresher.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  /** By name and place among those of the name: lines shift while somebody types. */
  #deploymentOf(file: string, name: string, position: number): DeploymentSummary | undefined {
    const group = this.#groups.find((each) => each.name === name);
    return group?.deployments.filter(({ source }) => source?.file === file)[position];
  }

  #ask(): void {
    if (this.#shown) this.#refresher.request();
  }

  async #refresh(): Promise<void> {
    const client = await this.#access.client();
    const groups = client === undefined ? [] : (await client.models()).groups;
    if (JSON.stringify(groups) === JSON.stringify(this.#groups)) return;
    this.#groups = groups;
    this.#changed.fire();
  }
}

function lensesOf(name: string, line: number, deployment: DeploymentSummary): vscode.CodeLens[] {
  const range = new vscode.Range(line, 0, line, 0);
  const isReady = deployment.health === 'ready';
  const icon = isReady ? '$(pass) ' : '$(warning) ';
  const health = isReady ? vscode.l10n.t('ready') : healthText(deployment, Date.now());
  const text = joined(health, deployment.region ?? undefined, priceText(deployment));
  const test = { title: vscode.l10n.t('$(beaker) Test'), command: 'torii.testModel', arguments: [name] };
  return [
    new vscode.CodeLens(range, { title: icon + text, command: 'torii.models.focus' }),
    new vscode.CodeLens(range, test),
  ];
}
