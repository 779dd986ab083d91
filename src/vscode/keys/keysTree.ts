import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import type { TreeSource } from '../trees/liveTree.ts';
import { type KeyNode, type KeyRow, keyListSchema } from './keyNodes.ts';
import { keyTreeItem } from './keyTreeItem.ts';

const PAGE = 100;
/** More keys than these are for the dashboard's table. */
const MOST_PAGES = 5;

/** Virtual keys with what they have spent. */
export const keysSource: TreeSource<KeyNode, readonly KeyRow[]> = {
  read: readKeys,
  roots: (keys) => keys.map((key) => ({ kind: 'key', key })),
  children: () => [],
  item: (node) => keyTreeItem(node, Date.now()),
  hears: ({ type }) => type === 'keys-changed' || type === 'request-finished',
};

export async function readKeys(client: GatewayClient): Promise<readonly KeyRow[]> {
  const keys: KeyRow[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const query = `return_full_object=true&include_team_keys=true&size=${PAGE}&page=${page}&sort_by=key_alias&sort_order=asc`;
    const answer = await client.read(keyListSchema, `/key/list?${query}`);
    keys.push(...answer.keys);
    if (keys.length >= answer.total_count || answer.keys.length === 0) break;
  }
  return keys;
}
