import type { GatewayClient } from '../apiClient/gatewayClient.ts';
import { type CommandId, viewIds } from './commandIds.ts';
import type { TextComparison } from './compareTexts.ts';
import { DestinationCommands } from './destinations/destinationCommands.ts';
import { destinationsSource } from './destinations/destinationsTree.ts';
import type { ChainNode } from './fallbacks/chainNodes.ts';
import { FallbackDrag } from './fallbacks/dragFallbacks.ts';
import { FallbackCommands } from './fallbacks/fallbackCommands.ts';
import { fallbacksSource } from './fallbacks/fallbacksTree.ts';
import { KeyCommands } from './keys/keyCommands.ts';
import { KeysSource } from './keys/keysTree.ts';
import type { Disposable } from './listeners.ts';
import { modelsSource } from './models/modelsTree.ts';
import { type TestTarget, targetNamed, testModel } from './models/testModel.ts';
import type { CommandHandler } from './registerCommands.ts';
import { TraceCommands } from './traces/traceCommands.ts';
import { TracesSource } from './traces/tracesTree.ts';
import { type Followed, LiveTree } from './trees/liveTree.ts';
import type { ToriiNode } from './trees/toriiNode.ts';

export interface ViewParts extends Followed {
  /** Starts the gateway where it is off. */
  readonly clientOf: () => Promise<GatewayClient | undefined>;
  /** Opens the dashboard at a route. */
  readonly open: (route: string) => void;
  readonly comparison: TextComparison;
}

type ViewCommand = Extract<
  CommandId,
  | `torii.${string}Fallback${string}`
  | `torii.${string}Trace${string}`
  | `torii.${'create' | 'edit' | 'block' | 'unblock' | 'rotate' | 'delete'}Key`
  | `torii.${string}Destination`
  | 'torii.refreshModels'
  | `torii.showMore${string}`
  | 'torii.testModel'
>;

/** The native trees, with what can be done from them. */
export class Views implements Disposable {
  readonly commands: Readonly<Record<ViewCommand, CommandHandler>>;
  readonly #trees: readonly Disposable[];

  constructor({ clientOf, open, comparison, ...followed }: ViewParts) {
    const fallbacks = new FallbackCommands(clientOf);
    const models = new LiveTree(
      viewIds.models,
      followed,
      modelsSource,
      new FallbackDrag(viewIds.models, fallbacks.reorder),
    );
    const chains = new FallbackDrag<ChainNode>(viewIds.fallbacks, fallbacks.reorder);
    const keysShown = new KeysSource();
    const keys = new LiveTree(viewIds.keys, followed, keysShown);
    const source = new TracesSource();
    const traces = new LiveTree(viewIds.traces, followed, source);
    const destinations = new LiveTree(viewIds.destinations, followed, destinationsSource);
    this.#trees = [
      models,
      new LiveTree(viewIds.fallbacks, followed, fallbacksSource, chains),
      traces,
      keys,
      destinations,
    ];
    this.commands = {
      'torii.refreshModels': models.refresh,
      'torii.testModel': async (target) => {
        const client = await clientOf();
        if (client === undefined) return;
        await testModel(client, await testTargetOf(client, target), (callId) => open(traceRoute(callId)));
      },
      ...fallbackHandlers(fallbacks),
      ...traceHandlers(new TraceCommands({ clientOf, open, source, refresh: traces.refresh, comparison })),
      'torii.showMoreTraces': growing(source, traces.refresh),
      'torii.showMoreKeys': growing(keysShown, keys.refresh),
      ...keyHandlers(new KeyCommands(clientOf)),
      ...destinationHandlers(new DestinationCommands(clientOf, destinations.refresh)),
    };
  }

  dispose(): void {
    for (const tree of this.#trees) tree.dispose();
  }
}

export function traceRoute(callId: string): string {
  return `/traces/${encodeURIComponent(callId)}`;
}

/** A node of the tree, or a name from a link in the config. */
async function testTargetOf(client: GatewayClient, target: ToriiNode | string | undefined): Promise<TestTarget> {
  if (typeof target === 'string') return await targetNamed(client, target);
  if (target?.kind === 'group') return { group: target.group.name, deployments: target.group.deployments };
  if (target?.kind === 'deployment') return { group: target.group.name, deployments: [target.deployment] };
  return target?.kind === 'fallback' ? await targetNamed(client, target.target.model) : undefined;
}

function fallbackHandlers(fallbacks: FallbackCommands) {
  return {
    'torii.addFallback': nodeOnly(fallbacks.add),
    'torii.moveFallbackUp': nodeOnly(fallbacks.moveUp),
    'torii.moveFallbackDown': nodeOnly(fallbacks.moveDown),
    'torii.removeFallback': nodeOnly(fallbacks.remove),
  };
}

function traceHandlers(traces: TraceCommands) {
  return {
    'torii.openTrace': nodeOnly(traces.open),
    'torii.filterTraces': traces.filter,
    'torii.clearTraceFilter': traces.clearFilter,
    'torii.copyTraceAsCurl': nodeOnly(traces.copyAsCurl),
    'torii.replayTrace': nodeOnly(traces.replay),
  };
}

function keyHandlers(keys: KeyCommands) {
  return {
    'torii.createKey': keys.create,
    'torii.editKey': nodeOnly(keys.edit),
    'torii.blockKey': nodeOnly(keys.block),
    'torii.unblockKey': nodeOnly(keys.unblock),
    'torii.rotateKey': nodeOnly(keys.rotate),
    'torii.deleteKey': nodeOnly(keys.remove),
  };
}

function destinationHandlers(destinations: DestinationCommands) {
  return {
    'torii.testDestination': nodeOnly(destinations.test),
    'torii.pauseDestination': nodeOnly(destinations.pause),
    'torii.resumeDestination': nodeOnly(destinations.resume),
    'torii.flushDestination': nodeOnly(destinations.flush),
  };
}

/** Shows one more page of a list. */
function growing(list: { readonly showMore: () => void }, refresh: () => void): CommandHandler {
  return () => {
    list.showMore();
    refresh();
  };
}

/** For commands that know nodes alone. */
function nodeOnly(handler: (node?: ToriiNode) => unknown): CommandHandler {
  return (argument) => handler(typeof argument === 'string' ? undefined : argument);
}
