import type * as vscode from 'vscode';
import type { WebviewHost } from './webviewHost.ts';

/** The dashboard's overview at sidebar width. */
export class UsageView implements vscode.WebviewViewProvider {
  readonly #host: WebviewHost;

  constructor(host: WebviewHost) {
    this.#host = host;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const attached = this.#host.attach(view.webview, 'sidebar');
    view.onDidDispose(() => attached.dispose());
  }
}
