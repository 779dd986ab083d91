import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type DashboardParts, dashboardPartsSchema, PARTS_FILE } from '../protocol/dashboardPage.ts';
import type { Surface, ToDashboard } from '../protocol/webview.ts';
import type { CommandId } from './commandIds.ts';
import type { TextComparison } from './compareTexts.ts';
import { answerDashboard, type BridgePorts } from './dashboardBridge.ts';
import { DashboardStreams } from './dashboardStreams.ts';
import { failureTitle } from './failureText.ts';
import type { GatewayAccess } from './gatewayAccess.ts';
import type { GatewayController } from './gatewayController.ts';
import { liveBaseUrl } from './gatewayState.ts';
import type { Disposable } from './listeners.ts';
import type { NewsWatch } from './newsWatch.ts';
import { saveFile } from './saveFile.ts';
import { webviewHtml } from './webviewHtml.ts';

const NONCE_BYTES = 24;
const EXPORT_COMMAND: CommandId = 'torii.exportUsage';
const OPEN_COMMAND: CommandId = 'torii.openDashboard';

export interface WebviewParts {
  readonly access: GatewayAccess;
  readonly comparison: TextComparison;
  readonly news: NewsWatch;
}

/** Puts the dashboard into webviews, and stands between it and the gateway: the page itself has no network. */
export class WebviewHost {
  readonly #extension: vscode.Uri;
  readonly #controller: GatewayController;
  readonly #access: GatewayAccess;
  readonly #comparison: TextComparison;
  readonly #news: NewsWatch;
  #read: Promise<DashboardParts> | undefined;

  constructor(extension: vscode.Uri, controller: GatewayController, { access, comparison, news }: WebviewParts) {
    this.#extension = extension;
    this.#controller = controller;
    this.#access = access;
    this.#comparison = comparison;
    this.#news = news;
  }

  /** Fills the webview and serves it until the result is disposed. `firstRoute` is asked at each load of the page. */
  attach(
    webview: vscode.Webview,
    surface: Exclude<Surface, 'browser'>,
    firstRoute: () => string | undefined = () => undefined,
  ): Disposable {
    const post = (message: ToDashboard): Thenable<boolean> => webview.postMessage(message);
    const streams = new DashboardStreams({
      open: async (path, body, signal) => (await this.#access.client())?.stream(path, body, signal),
      post,
    });
    const subscriptions: Disposable[] = [
      streams,
      webview.onDidReceiveMessage((raw: unknown) => this.#answer(raw, { post, firstRoute, streams })),
      this.#controller.onState(() => post(this.#gateway())),
      this.#controller.onConnected(() => post(this.#gateway())),
      this.#controller.onNotice((notice) => post({ type: 'notice', notice })),
      this.#news.onChange(() => post(this.#connection())),
    ];
    webview.options = { enableScripts: true, localResourceRoots: [this.#uiFolder] };
    void this.#fill(webview, surface);
    return vscode.Disposable.from(...subscriptions);
  }

  get #uiFolder(): vscode.Uri {
    return vscode.Uri.joinPath(this.#extension, 'dist', 'ui');
  }

  #answer(raw: unknown, page: Pick<BridgePorts, 'post' | 'firstRoute' | 'streams'>): Promise<void> {
    return answerDashboard(raw, {
      ...page,
      send: async (method, path, body) => (await this.#access.client())?.forward(method, path, body),
      saveFile,
      compare: (left, right) => this.#comparison.show(left, right),
      open: (route) => vscode.commands.executeCommand(OPEN_COMMAND, route),
      states: () => [this.#gateway(), this.#connection()],
      run: (command) => vscode.commands.executeCommand(command),
      exportUsage: (from) => vscode.commands.executeCommand(EXPORT_COMMAND, from),
    });
  }

  #gateway(): Extract<ToDashboard, { type: 'gateway' }> {
    const { state } = this.#controller;
    const message = state.kind === 'failed' ? failureTitle(state) : null;
    return { type: 'gateway', state: state.kind, baseUrl: liveBaseUrl(state) ?? null, message };
  }

  #connection(): ToDashboard {
    return { type: 'connection', connected: !this.#news.isCut };
  }

  async #fill(webview: vscode.Webview, surface: Exclude<Surface, 'browser'>): Promise<void> {
    webview.html = webviewHtml(await this.#parts(), {
      surface,
      language: vscode.env.language,
      cspSource: webview.cspSource,
      folder: `${webview.asWebviewUri(this.#uiFolder).toString()}/`,
      nonce: randomBytes(NONCE_BYTES).toString('base64url'),
    });
  }

  /** The same for every page, as long as the extension runs. */
  #parts(): Promise<DashboardParts> {
    this.#read ??= readFile(vscode.Uri.joinPath(this.#uiFolder, PARTS_FILE).fsPath, 'utf8').then((text) =>
      dashboardPartsSchema.parse(JSON.parse(text)),
    );
    return this.#read;
  }
}
