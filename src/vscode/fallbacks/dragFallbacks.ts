import * as vscode from 'vscode';
import type { ToriiNode } from '../trees/toriiNode.ts';
import { type ChainRef, chainOf, isSameChain, movedTo } from './chainRef.ts';

/** Writes a chain in its new order. */
type WriteChain = (chain: ChainRef, names: readonly string[]) => Promise<unknown>;

/** Reorders a chain by dragging: dropped on another model of it, a fallback takes that one's place; on the chain, the last. */
export class FallbackDrag<Node extends ToriiNode> implements vscode.TreeDragAndDropController<Node> {
  readonly #mime: string;
  readonly #write: WriteChain;
  readonly dragMimeTypes: readonly string[];
  readonly dropMimeTypes: readonly string[];

  constructor(viewId: string, write: WriteChain) {
    this.#mime = `application/vnd.code.tree.${viewId.toLowerCase()}`;
    this.#write = write;
    this.dragMimeTypes = [this.#mime];
    this.dropMimeTypes = [this.#mime];
  }

  handleDrag(nodes: readonly Node[], transfer: vscode.DataTransfer): void {
    const chain = chainOf(nodes[0]);
    if (chain?.position !== undefined) transfer.set(this.#mime, new vscode.DataTransferItem(chain));
  }

  async handleDrop(target: Node | undefined, transfer: vscode.DataTransfer): Promise<void> {
    const from: unknown = transfer.get(this.#mime)?.value;
    const to = chainOf(target);
    if (!isChainRef(from) || to === undefined) return;
    if (!isSameChain(from, to)) {
      void vscode.window.showInformationMessage(vscode.l10n.t('A fallback can be moved within its own chain.'));
      return;
    }
    const names = movedTo(from, to.position ?? from.names.length - 1);
    if (names !== from.names) await this.#write(from, names);
  }
}

/** Within one window the editor hands over the object itself. */
function isChainRef(value: unknown): value is ChainRef {
  return typeof value === 'object' && value !== null && 'names' in value && 'position' in value;
}
