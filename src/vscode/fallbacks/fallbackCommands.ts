import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import {
  FALLBACKS_PATH,
  type FallbackChain,
  ROUTING_PATH,
  type Routing,
  routingSchema,
} from '../../protocol/routing.ts';
import { saveOpenConfig } from '../configDocument.ts';
import type { ToriiNode } from '../trees/toriiNode.ts';
import { type ChainRef, chainOf, moved, without } from './chainRef.ts';
import { kindName } from './chainTreeItem.ts';
import { lossLine } from './lossText.ts';
import { pickKind, pickModel, pickTarget } from './pickChain.ts';

const ORDER_SHOWN_MS = 5000;

type ClientOf = () => Promise<GatewayClient | undefined>;

/** Changes of chains. The gateway edits the config where the chain is written, and keeps its comments. */
export class FallbackCommands {
  readonly #clientOf: ClientOf;

  constructor(clientOf: ClientOf) {
    this.#clientOf = clientOf;
  }

  readonly moveUp = async (node?: ToriiNode): Promise<void> => await this.#move(node, -1);

  readonly moveDown = async (node?: ToriiNode): Promise<void> => await this.#move(node, 1);

  readonly remove = async (node?: ToriiNode): Promise<void> => {
    const chain = await this.#target(node);
    const gone = chain?.position === undefined ? undefined : chain.names[chain.position];
    if (chain === undefined || gone === undefined) return;
    if ((await this.#write(chain, without(chain))) === undefined) return;
    const undo = vscode.l10n.t('Undo');
    const text = vscode.l10n.t('Removed {0} from {1}.', gone, chainName(chain));
    if ((await vscode.window.showInformationMessage(text, undo)) === undo) await this.#write(chain, chain.names);
  };

  /** From a tree, or from the palette: then the chain is chosen first. */
  readonly add = async (node?: ToriiNode): Promise<void> => {
    const client = await this.#clientOf();
    const routing = await client?.read(routingSchema, ROUTING_PATH);
    if (routing === undefined) return;
    const chain = chainOf(node) ?? (await chooseChain(node, routing));
    if (chain === undefined) return;
    const taken = new Set([...chain.names, chain.model]);
    const free = routing.models.filter((name) => !taken.has(name));
    const name = await pickModel(free, vscode.l10n.t('Model to ask after {0}', lastOf(chain)));
    if (name === undefined) return;
    const after = await this.#write(chain, [...chain.names, name]);
    if (after !== undefined && (await tellAdded(chain, name, after)) === 'undo') await this.#write(chain, chain.names);
  };

  /** The chain in another order. */
  readonly reorder = async (chain: ChainRef, names: readonly string[]): Promise<void> => {
    if (names === chain.names) {
      tellOrder(vscode.l10n.t('It stands at the end already: {0}', names.join(' → ')));
      return;
    }
    if ((await this.#write(chain, names)) !== undefined)
      tellOrder(vscode.l10n.t('New order of {0}: {1}', chainName(chain), names.join(' → ')));
  };

  async #move(node: ToriiNode | undefined, steps: -1 | 1): Promise<void> {
    const chain = await this.#target(node);
    if (chain === undefined) return;
    await this.reorder(chain, moved(chain, steps));
  }

  /** From a tree, or from the palette: then the fallback is chosen first. */
  async #target(node: ToriiNode | undefined): Promise<ChainRef | undefined> {
    const chain = chainOf(node);
    if (chain?.position !== undefined) return chain;
    const client = await this.#clientOf();
    return client === undefined ? undefined : await pickTarget(await client.read(routingSchema, ROUTING_PATH));
  }

  /** Undefined where nothing was written. */
  async #write({ kind, model }: ChainRef, fallbacks: readonly string[]): Promise<Routing | undefined> {
    const client = await this.#clientOf();
    if (client === undefined) return undefined;
    const { configFile } = await client.read(routingSchema, ROUTING_PATH);
    if (configFile !== null && !(await saveOpenConfig(configFile))) return undefined;
    return await client.write(routingSchema, 'PUT', FALLBACKS_PATH, { kind, model: model ?? null, fallbacks });
  }
}

async function chooseChain(node: ToriiNode | undefined, routing: Routing): Promise<ChainRef | undefined> {
  const kind = node?.kind === 'chainKind' ? node.of : await pickKind();
  if (kind === undefined) return undefined;
  const title = vscode.l10n.t('Model that gets a chain: {0}', kindName(kind));
  const model = kind === 'default' ? undefined : await pickModel(routing.models, title);
  if (kind !== 'default' && model === undefined) return undefined;
  const found = routing.chains.find((chain) => chain.kind === kind && (chain.model ?? undefined) === model);
  return { kind, model, names: found?.fallbacks.map((target) => target.model) ?? [], position: undefined };
}

/** In passing, at the lower edge: a tree shows it, too. */
function tellOrder(text: string): void {
  vscode.window.setStatusBarMessage(text, ORDER_SHOWN_MS);
}

function lastOf({ names, model }: ChainRef): string {
  return names.at(-1) ?? model ?? vscode.l10n.t('any model without a chain of its own');
}

function chainName({ kind, model }: ChainRef): string {
  return model === undefined ? vscode.l10n.t('the default chain') : `${kindName(kind)} → ${model}`;
}

/** What is lost is said at once: later it shows as a bill, or as a refusal. */
async function tellAdded(ref: ChainRef, name: string, { chains }: Routing): Promise<'undo' | undefined> {
  const isIt = (chain: FallbackChain) => chain.kind === ref.kind && (chain.model ?? undefined) === ref.model;
  const target = chains.find(isIt)?.fallbacks.find(({ model }) => model === name);
  const lost = lossLine(target?.losses ?? []);
  const undo = vscode.l10n.t('Undo');
  const answer =
    lost === undefined
      ? await vscode.window.showInformationMessage(vscode.l10n.t('Added {0} to {1}.', name, chainName(ref)), undo)
      : await vscode.window.showWarningMessage(lossText(name, chainName(ref), lost), undo);
  return answer === undo ? 'undo' : undefined;
}

function lossText(name: string, chain: string, lost: string): string {
  const remedy = vscode.l10n.t('Hover over it in the tree to see what Torii does about it.');
  return `${vscode.l10n.t('Added {0} to {1}: it {2}.', name, chain, lost)} ${remedy}`;
}
