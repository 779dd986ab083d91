import * as vscode from 'vscode';
import type { ModelGroup, Notice } from '../protocol/api.ts';
import type { GatewayAccess } from './gatewayAccess.ts';
import type { GatewayController } from './gatewayController.ts';
import type { Disposable } from './listeners.ts';
import { childNodes, type ModelNode, rootNodes } from './modelNodes.ts';
import { modelTreeItem } from './modelTreeItem.ts';
import { Refresher } from './refresher.ts';

/** The tree of models. It works without any webview, and is empty (with a welcome) while there is no gateway. */
export class ModelsTree implements vscode.TreeDataProvider<ModelNode>, Disposable {
  readonly #access: GatewayAccess;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #refresher = new Refresher(() => this.#refresh());
  readonly #subscriptions: readonly Disposable[];
  readonly onDidChangeTreeData = this.#changed.event;
  readonly refresh = this.#refresher.request;
  #groups: readonly ModelGroup[] = [];

  constructor(controller: GatewayController, access: GatewayAccess) {
    this.#access = access;
    this.#subscriptions = [
      controller.onState(this.refresh),
      controller.onConnected(this.refresh),
      controller.onNotice((notice) => this.#hear(notice)),
    ];
  }

  getTreeItem(node: ModelNode): vscode.TreeItem {
    return modelTreeItem(node, Date.now());
  }

  getChildren(node?: ModelNode): ModelNode[] {
    return node === undefined ? rootNodes(this.#groups) : childNodes(node, this.#groups);
  }

  dispose(): void {
    this.#refresher.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  /** A finished request may have sent a deployment into its cooldown. */
  #hear({ type }: Notice): void {
    if (type === 'settings-changed' || type === 'request-finished') this.refresh();
  }

  async #refresh(): Promise<void> {
    const client = await this.#access.client();
    const groups = client === undefined ? [] : (await client.models()).groups;
    if (JSON.stringify(groups) === JSON.stringify(this.#groups)) return;
    this.#groups = groups;
    this.#changed.fire();
  }
}
