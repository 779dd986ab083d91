import type * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import type { Notice } from '../../protocol/api.ts';
import { GrowingList } from '../trees/growingList.ts';
import type { TreeSource } from '../trees/liveTree.ts';
import { moreTreeItem } from '../trees/moreTreeItem.ts';
import { type KeyRow, type KeysNode, keyListSchema } from './keyNodes.ts';
import { keyTreeItem } from './keyTreeItem.ts';

/** As many as LiteLLM's list gives at once. */
const PAGE = 100;
/** Whoever picks one of them searches by its name; more would be read for nothing. */
const MOST_TO_PICK = 500;

interface Keys {
  readonly keys: readonly KeyRow[];
  readonly total: number;
}

/** Virtual keys with what they have spent, by name. */
export class KeysSource implements TreeSource<KeysNode, Keys> {
  readonly #list = new GrowingList(PAGE);
  readonly showMore = this.#list.grow;

  async read(client: GatewayClient): Promise<Keys> {
    return await readUpTo(client, this.#list.shown);
  }

  roots({ keys, total }: Keys): readonly KeysNode[] {
    const left = total - keys.length;
    const last: readonly KeysNode[] = left > 0 ? [{ kind: 'more', left }] : [];
    return [...keys.map((key): KeysNode => ({ kind: 'key', key })), ...last];
  }

  children(): readonly KeysNode[] {
    return [];
  }

  item(node: KeysNode): vscode.TreeItem {
    return node.kind === 'more' ? moreTreeItem(node, 'torii.showMoreKeys') : keyTreeItem(node, Date.now());
  }

  hears({ type }: Notice): boolean {
    return type === 'keys-changed' || type === 'request-finished';
  }
}

/** Keys to choose from. */
export async function readKeys(client: GatewayClient): Promise<readonly KeyRow[]> {
  return (await readUpTo(client, MOST_TO_PICK)).keys;
}

async function readUpTo(client: GatewayClient, most: number): Promise<Keys> {
  const keys: KeyRow[] = [];
  for (let page = 1; ; page += 1) {
    const query = `return_full_object=true&include_team_keys=true&size=${PAGE}&page=${page}&sort_by=key_alias&sort_order=asc`;
    const answer = await client.read(keyListSchema, `/key/list?${query}`);
    keys.push(...answer.keys);
    const { total_count: total } = answer;
    if (keys.length >= Math.min(most, total) || answer.keys.length === 0) return { keys, total };
  }
}
