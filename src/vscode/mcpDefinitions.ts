import * as vscode from 'vscode';
import { MCP_PATH } from '../protocol/api.ts';
import type { GatewayAccess } from './gatewayAccess.ts';
import type { GatewayController } from './gatewayController.ts';
import type { Disposable } from './listeners.ts';
import type { SharedHome } from './sharedHome.ts';

/** As in the manifest. */
const PROVIDER_ID = 'torii.mcp';

/** Editors that are made from an older one do not have it. */
const register: typeof vscode.lm.registerMcpServerDefinitionProvider | undefined =
  vscode.lm.registerMcpServerDefinitionProvider;

/**
 * Offers the gateway's MCP server to the editor while there is a gateway. The key is added only when the editor starts
 * the server: definitions are kept by the editor, and the key is none of its business.
 */
export class McpDefinitions implements vscode.McpServerDefinitionProvider<vscode.McpHttpServerDefinition>, Disposable {
  readonly #access: GatewayAccess;
  readonly #home: SharedHome;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly Disposable[];
  readonly onDidChangeMcpServerDefinitions = this.#changed.event;

  constructor(controller: GatewayController, access: GatewayAccess, home: SharedHome) {
    this.#access = access;
    this.#home = home;
    const states = controller.onState(() => this.#changed.fire());
    const registration = register?.(PROVIDER_ID, this);
    this.#subscriptions = registration === undefined ? [states] : [states, registration];
  }

  provideMcpServerDefinitions(): vscode.McpHttpServerDefinition[] {
    const { baseUrl } = this.#access;
    if (baseUrl === undefined) return [];
    return [new vscode.McpHttpServerDefinition('Torii', vscode.Uri.parse(baseUrl + MCP_PATH))];
  }

  /** Undefined, which means "do not start", where the gateway has gone meanwhile. */
  async resolveMcpServerDefinition(
    server: vscode.McpHttpServerDefinition,
  ): Promise<vscode.McpHttpServerDefinition | undefined> {
    const [{ baseUrl }, key] = [this.#access, await this.#home.readKey()];
    if (baseUrl === undefined || key === undefined) return undefined;
    server.uri = vscode.Uri.parse(baseUrl + MCP_PATH);
    server.headers = { authorization: `Bearer ${key}` };
    return server;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}
