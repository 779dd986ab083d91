import * as vscode from 'vscode';
import type { ToDashboard } from '../protocol/webview.ts';
import { viewIds } from './commandIds.ts';
import type { Disposable } from './listeners.ts';
import type { WebviewHost } from './webviewHost.ts';

/** The full dashboard in an editor tab: one per window, restored after a reload. */
export class DashboardPanel implements vscode.WebviewPanelSerializer, Disposable {
  readonly #extension: vscode.Uri;
  readonly #host: WebviewHost;
  #panel: vscode.WebviewPanel | undefined;
  /** Where the page is to go as soon as it listens. */
  #route: string | undefined;

  constructor(extension: vscode.Uri, host: WebviewHost) {
    this.#extension = extension;
    this.#host = host;
  }

  /** `route` is the page to show, such as `/traces/<call id>`; without it, the one that was open last. */
  open(route?: string): void {
    this.#route = route;
    if (this.#panel !== undefined) {
      // A page that is visible hears it now; one that is hidden is loaded anew and asks for it.
      if (this.#panel.visible) this.#go(this.#panel);
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
    const attached = this.#host.attach(panel.webview, 'tab', () => this.#takeRoute());
    panel.onDidDispose(() => {
      attached.dispose();
      this.#panel = undefined;
    });
  }

  #go(panel: vscode.WebviewPanel): void {
    const route = this.#takeRoute();
    if (route !== undefined) void panel.webview.postMessage({ type: 'navigate', route } satisfies ToDashboard);
  }

  #takeRoute(): string | undefined {
    const route = this.#route;
    this.#route = undefined;
    return route;
  }
}
