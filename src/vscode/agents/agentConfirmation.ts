import * as vscode from 'vscode';
import type { AgentSetup } from '../../clients/agentSetup.ts';
import type { GatewayAccess } from '../gatewayAccess.ts';
import type { GatewayController } from '../gatewayController.ts';
import type { Disposable } from '../listeners.ts';
import { findClineBundle } from './agentExtension.ts';

/**
 * Says once after a configuration that Cline has come to the gateway with its key: the proof that it has read it. Cline
 * may come before this window hears notices, so the gateway is asked, too.
 */
export class AgentConfirmation {
  readonly #setup: AgentSetup;
  readonly #access: GatewayAccess;
  readonly #subscriptions: readonly Disposable[];

  constructor(controller: GatewayController, access: GatewayAccess, setup: AgentSetup) {
    this.#setup = setup;
    this.#access = access;
    this.#subscriptions = [
      controller.onConnected(() => void this.#ask().catch(() => undefined)),
      controller.onNotice((notice) => {
        if (notice.type === 'agent-seen' && notice.keyAlias === setup.agent.id) void this.#confirm(Date.now());
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #ask(): Promise<void> {
    const client = await this.#access.client();
    const sightings = client === undefined ? [] : (await client.agentSightings()).agents;
    const own = sightings.find(({ keyAlias }) => keyAlias === this.#setup.agent.id);
    if (own !== undefined) await this.#confirm(own.modelsReadAt);
  }

  async #confirm(seenAt: number): Promise<void> {
    if (!(await this.#setup.takeArrival(seenAt))) return;
    const bundle = await findClineBundle();
    void vscode.window.showInformationMessage(
      bundle === undefined
        ? vscode.l10n.t('Cline has read its models through Torii: the configuration works.')
        : vscode.l10n.t('Cline ({0}) has read its models through Torii: the configuration works.', bundle),
    );
  }
}
