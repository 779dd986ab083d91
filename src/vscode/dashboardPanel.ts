import * as vscode from 'vscode';
import { viewIds } from './commandIds.ts';
import type { Disposable } from './listeners.ts';
import type { WebviewHost } from './webviewHost.ts';

/** The full dashboard in an editor tab: one per window, restored after a reload. */
export class DashboardPanel implements vscode.WebviewPanelSerializer, Disposable {
  readonly #extension: vscode.Uri;
  readonly #host: WebviewHost;
  #panel: vscode.WebviewPanel | undefined;

  constructor(extension: vscode.Uri, host: WebviewHost) {
    this.#extension = extension;
    this.#host = host;
  }

  open(): void {
    if (this.#panel !== undefined) {
      this.#panel.reveal();
      return;
    }
    this.#adopt(vscode.window.createWebviewPanel(viewIds.dashboard, 'Torii', vscode.ViewColumn.Active));
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.#panel === undefined) this.#adopt(panel);
    else panel.dispose();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.#extension, 'media', 'torii.svg');
    const attached = this.#host.attach(panel.webview, 'tab');
    panel.onDidDispose(() => {
      attached.dispose();
      this.#panel = undefined;
    });
  }
}
