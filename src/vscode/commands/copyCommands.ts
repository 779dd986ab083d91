import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import { baseUrlOf } from '../address.ts';
import { pickModel } from '../fallbacks/pickChain.ts';
import type { GatewayAccess } from '../gatewayAccess.ts';
import { offer } from '../offer.ts';
import { readSettings } from '../settings.ts';
import type { SharedHome } from '../sharedHome.ts';
import type { ToriiNode } from '../trees/toriiNode.ts';

/** What users paste into other programs. */
export class CopyCommands {
  readonly #access: GatewayAccess;
  readonly #home: SharedHome;
  readonly #clientOf: () => Promise<GatewayClient | undefined>;

  constructor(access: GatewayAccess, home: SharedHome, clientOf: () => Promise<GatewayClient | undefined>) {
    this.#access = access;
    this.#home = home;
    this.#clientOf = clientOf;
  }

  /** Works while the proxy is off, too: the address is then the one of the settings. */
  readonly baseUrl = async (): Promise<void> => {
    const { host, port } = readSettings();
    const url = this.#access.baseUrl ?? baseUrlOf(host, port);
    await vscode.env.clipboard.writeText(url);
    void vscode.window.showInformationMessage(vscode.l10n.t('Copied {0}', url));
  };

  readonly masterKey = async (): Promise<void> => {
    const key = await this.#home.readKey();
    if (key === undefined) {
      const none = vscode.l10n.t('There is no master key yet: it is made when the proxy first starts.');
      await offer(none, vscode.l10n.t('Start Proxy'), 'torii.startProxy');
      return;
    }
    await vscode.env.clipboard.writeText(key);
    const copied = vscode.l10n.t('Copied the master key. It gives full access: make a virtual key for programs.');
    await offer(copied, vscode.l10n.t('Create Virtual Key'), 'torii.createKey');
  };

  /** From a tree, or from the palette: then the model is chosen. */
  readonly modelName = async (node?: ToriiNode | string): Promise<void> => {
    const name = (typeof node === 'string' ? node : nameOf(node)) ?? (await this.#pickName());
    if (name === undefined) return;
    await vscode.env.clipboard.writeText(name);
    void vscode.window.showInformationMessage(vscode.l10n.t('Copied {0}', name));
  };

  async #pickName(): Promise<string | undefined> {
    const client = await this.#clientOf();
    if (client === undefined) return undefined;
    const { groups } = await client.models();
    return await pickModel(
      groups.map(({ name }) => name),
      vscode.l10n.t('Model'),
    );
  }
}

/** A group by the name that clients ask for, a deployment by its provider's id. */
function nameOf(node: ToriiNode | undefined): string | undefined {
  switch (node?.kind) {
    case 'deployment':
      return node.deployment.model;
    case 'fallback':
      return node.target.model;
    case 'group':
      return node.group.name;
    default:
      return undefined;
  }
}
