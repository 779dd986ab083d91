import * as vscode from 'vscode';
import { baseUrlOf } from '../address.ts';
import type { GatewayAccess } from '../gatewayAccess.ts';
import type { ModelNode } from '../modelNodes.ts';
import { readSettings } from '../settings.ts';
import type { SharedHome } from '../sharedHome.ts';

/** What users paste into other programs. */
export class CopyCommands {
  readonly #access: GatewayAccess;
  readonly #home: SharedHome;

  constructor(access: GatewayAccess, home: SharedHome) {
    this.#access = access;
    this.#home = home;
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
      void vscode.window.showWarningMessage(
        vscode.l10n.t('There is no master key yet: it is made when the proxy first starts.'),
      );
      return;
    }
    await vscode.env.clipboard.writeText(key);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Copied the master key. It gives full access: make a virtual key for programs.'),
    );
  };

  readonly modelName = async (node?: ModelNode): Promise<void> => {
    if (node === undefined) return;
    const name = nameOf(node);
    await vscode.env.clipboard.writeText(name);
    void vscode.window.showInformationMessage(vscode.l10n.t('Copied {0}', name));
  };
}

function nameOf(node: ModelNode): string {
  if (node.kind === 'deployment') return node.deployment.model;
  return node.kind === 'fallback' ? node.name : node.group.name;
}
