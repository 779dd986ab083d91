import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import type { Notice } from '../../protocol/api.ts';
import type { GatewayAccess } from '../gatewayAccess.ts';
import type { GatewayController } from '../gatewayController.ts';
import { problemOf } from '../gatewayProblem.ts';
import type { Disposable } from '../listeners.ts';
import type { NewsWatch } from '../newsWatch.ts';
import { retryLine } from '../problemText.ts';
import { Refresher } from '../refresher.ts';

/** A view needs no more news than an eye can follow. */
const PAUSE_MS = 400;
/** After a read that failed: the gateway may be starting, or its database is locked for a moment. */
const RETRY_MS = 3000;
/** While the gateway tells of nothing by itself. */
const NO_NEWS_MS = 15_000;

/** What a tree shows, and where it comes from. */
export interface TreeSource<Node, Data> {
  read(client: GatewayClient): Promise<Data>;
  roots(data: Data): readonly Node[];
  children(node: Node, data: Data, client: () => Promise<GatewayClient | undefined>): MaybeLater<readonly Node[]>;
  item(node: Node): vscode.TreeItem;
  /** Whether the news changes what is shown. */
  hears(notice: Notice): boolean;
  /** When it changes by itself, in ms; undefined where it does not. */
  changesAfter?(data: Data): number | undefined;
  /** A line above the tree, such as the filter in force. */
  message?(): string | undefined;
}

/** What a tree follows. */
export interface Followed {
  readonly controller: GatewayController;
  readonly access: GatewayAccess;
  readonly news: NewsWatch;
}

export type MaybeLater<T> = T | Promise<T>;

/**
 * A native tree that follows the gateway: read again after news, while it is in sight. It is empty (with a welcome)
 * while there is no gateway; where a read fails, a line above says why, the old nodes stay, and it is tried again.
 */
export class LiveTree<Node, Data> implements vscode.TreeDataProvider<Node>, Disposable {
  readonly view: vscode.TreeView<Node>;
  readonly #access: GatewayAccess;
  readonly #news: NewsWatch;
  readonly #source: TreeSource<Node, Data>;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #refresher = new Refresher(() => this.#refresh(), PAUSE_MS);
  readonly #subscriptions: readonly Disposable[];
  readonly onDidChangeTreeData = this.#changed.event;
  #data: Data | undefined;
  #stale = true;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    id: string,
    { controller, access, news }: Followed,
    source: TreeSource<Node, Data>,
    drag?: vscode.TreeDragAndDropController<Node>,
  ) {
    this.#access = access;
    this.#news = news;
    this.#source = source;
    this.view = vscode.window.createTreeView(id, {
      treeDataProvider: this,
      showCollapseAll: true,
      ...(drag === undefined ? {} : { dragAndDropController: drag }),
    });
    this.#subscriptions = [
      controller.onState(this.refresh),
      controller.onConnected(this.refresh),
      controller.onDropped(this.refresh),
      news.onChange(this.refresh),
      controller.onNotice((notice) => {
        if (source.hears(notice)) this.refresh();
      }),
      this.view.onDidChangeVisibility(() => {
        if (this.#stale) this.refresh();
      }),
    ];
    this.refresh();
  }

  readonly refresh = (): void => {
    this.#stale = true;
    if (this.view.visible) this.#refresher.request();
  };

  getTreeItem(node: Node): vscode.TreeItem {
    return this.#source.item(node);
  }

  getChildren(node?: Node): MaybeLater<Node[]> {
    if (this.#data === undefined) return [];
    if (node === undefined) return [...this.#source.roots(this.#data)];
    return this.#below(node, this.#data);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#refresher.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.view.dispose();
    this.#changed.dispose();
  }

  async #below(node: Node, data: Data): Promise<Node[]> {
    try {
      return [...(await this.#source.children(node, data, () => this.#access.client()))];
    } catch (thrown) {
      this.#tell(thrown);
      return [];
    }
  }

  async #refresh(): Promise<void> {
    clearTimeout(this.#timer);
    this.#stale = false;
    try {
      const client = await this.#access.client();
      this.#show(client === undefined ? undefined : await this.#source.read(client));
    } catch (thrown) {
      this.#stale = true;
      this.#tell(thrown);
    }
  }

  #show(data: Data | undefined): void {
    const same = JSON.stringify(data) === JSON.stringify(this.#data);
    this.#data = data;
    const isCut = data !== undefined && this.#news.isCut;
    const message = isCut ? retryLine({ kind: 'no-news' }) : this.#source.message?.();
    this.view.message = data === undefined ? '' : (message ?? '');
    const after = data === undefined ? undefined : this.#source.changesAfter?.(data);
    const again = Math.min(after ?? Number.POSITIVE_INFINITY, isCut ? NO_NEWS_MS : Number.POSITIVE_INFINITY);
    if (Number.isFinite(again)) this.#later(again);
    if (!same || after !== undefined) this.#changed.fire(undefined);
  }

  #tell(thrown: unknown): void {
    this.view.message = retryLine(problemOf(thrown));
    this.#later(RETRY_MS);
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.refresh, ms);
    this.#timer.unref();
  }
}
