import * as vscode from 'vscode';
import type { z } from 'zod';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import {
  DESTINATIONS_PATH,
  type DestinationView,
  destinationListSchema,
  destinationSchema,
  destinationTestSchema,
} from '../../protocol/destinations.ts';
import { said } from '../gatewayWords.ts';
import type { ToriiNode } from '../trees/toriiNode.ts';
import { destinationName } from './destinationsTree.ts';

type ClientOf = () => Promise<GatewayClient | undefined>;
type Action = 'test' | 'pause' | 'resume' | 'flush';

/** Test, pause, resume and flush a destination of traces. */
export class DestinationCommands {
  readonly #clientOf: ClientOf;
  readonly #refresh: () => void;

  constructor(clientOf: ClientOf, refresh: () => void) {
    this.#clientOf = clientOf;
    this.#refresh = refresh;
  }

  readonly test = async (node?: ToriiNode): Promise<void> => {
    await this.#run(node, 'test', destinationTestSchema, ({ ok, detail }, name) => {
      const show = ok ? vscode.window.showInformationMessage : vscode.window.showErrorMessage;
      void show(`${name}: ${said(detail)}`);
    });
  };

  readonly pause = async (node?: ToriiNode): Promise<void> => {
    await this.#run(node, 'pause', destinationSchema, (_after, name) =>
      tell(vscode.l10n.t('{0} is paused: traces wait on disk.', name)),
    );
  };

  readonly resume = async (node?: ToriiNode): Promise<void> => {
    await this.#run(node, 'resume', destinationSchema, (_after, name) =>
      tell(vscode.l10n.t('{0} gets traces again.', name)),
    );
  };

  readonly flush = async (node?: ToriiNode): Promise<void> => {
    await this.#run(node, 'flush', destinationSchema, ({ queued, last_error: error }, name) =>
      queued === 0
        ? tell(vscode.l10n.t('{0} has everything.', name))
        : void vscode.window.showWarningMessage(
            vscode.l10n.t('{0}: {1} traces still wait. {2}', name, queued, said(error?.message ?? '')),
          ),
    );
  };

  async #run<T>(
    node: ToriiNode | undefined,
    action: Action,
    schema: z.ZodType<T>,
    then: (answer: T, name: string) => void,
  ): Promise<void> {
    const client = await this.#clientOf();
    if (client === undefined) return;
    const destination = node?.kind === 'destination' ? node.destination : await pick(client);
    if (destination === undefined) return;
    const path = `${DESTINATIONS_PATH}/${encodeURIComponent(destination.id)}/${action}`;
    const answer = await client.write(schema, 'POST', path, {});
    this.#refresh();
    then(answer, destinationName(destination));
  }
}

async function pick(client: GatewayClient): Promise<DestinationView | undefined> {
  const { destinations } = await client.read(destinationListSchema, DESTINATIONS_PATH);
  if (destinations.length === 0) {
    tell(vscode.l10n.t('No destination of traces is set up in the config.'));
    return undefined;
  }
  const items = destinations.map((each) => ({ label: destinationName(each), description: each.address, each }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Choose a destination') }))?.each;
}

function tell(text: string): void {
  void vscode.window.showInformationMessage(text);
}
