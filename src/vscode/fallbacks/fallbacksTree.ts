import { ROUTING_PATH, type Routing, routingSchema } from '../../protocol/routing.ts';
import type { TreeSource } from '../trees/liveTree.ts';
import { type ChainNode, chainChildren, chainRoots } from './chainNodes.ts';
import { chainTreeItem } from './chainTreeItem.ts';

/** Chains of fallbacks by kind, with what each loses. */
export const fallbacksSource: TreeSource<ChainNode, Routing> = {
  read: (client) => client.read(routingSchema, ROUTING_PATH),
  roots: chainRoots,
  children: chainChildren,
  item: chainTreeItem,
  hears: ({ type }) => type === 'settings-changed',
};
