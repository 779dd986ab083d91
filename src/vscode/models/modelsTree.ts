import { ROUTING_PATH, routingSchema } from '../../protocol/routing.ts';
import type { TreeSource } from '../trees/liveTree.ts';
import { childNodes, type ModelNode, type Models, rootNodes } from './modelNodes.ts';
import { modelTreeItem } from './modelTreeItem.ts';

/** What is left of a cooldown is shown in seconds. */
const TICK_MS = 1000;

/** Model groups, their deployments, and the fallbacks behind them. */
export const modelsSource: TreeSource<ModelNode, Models> = {
  read: async (client) => {
    const [{ groups }, routing] = await Promise.all([client.models(), client.read(routingSchema, ROUTING_PATH)]);
    return { groups, routing };
  },
  roots: rootNodes,
  children: childNodes,
  item: (node) => modelTreeItem(node, Date.now()),
  // A finished request may have sent a deployment into its cooldown.
  hears: ({ type }) => type === 'settings-changed' || type === 'request-finished',
  changesAfter: ({ groups }) => {
    const cools = groups.some(({ deployments }) => deployments.some(({ health }) => health === 'cooling'));
    return cools ? TICK_MS : undefined;
  },
};
