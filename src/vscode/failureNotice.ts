import * as vscode from 'vscode';
import type { CommandId } from './commandIds.ts';
import { type Failure, failureTitle } from './failureText.ts';
import type { GatewayController } from './gatewayController.ts';
import type { FailureCode } from './gatewayState.ts';
import type { Disposable } from './listeners.ts';

interface Action {
  readonly label: string;
  readonly run: () => unknown;
}

/** Tells once about every failure, with the action that mends it. */
export class FailureNotice implements Disposable {
  readonly #choosePort: (taken: number) => Promise<void>;
  readonly #subscription: Disposable;

  constructor(controller: GatewayController, choosePort: (taken: number) => Promise<void>) {
    this.#choosePort = choosePort;
    this.#subscription = controller.onState((state) => {
      if (state.kind === 'failed') void this.#show(state);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #show(failure: Failure): Promise<void> {
    const actions = [this.#remedy(failure), command(vscode.l10n.t('Show Logs'), 'torii.showLogs')];
    const chosen = await vscode.window.showErrorMessage(failureTitle(failure), ...actions.map(({ label }) => label));
    await actions.find(({ label }) => label === chosen)?.run();
  }

  #remedy({ code, port }: Failure): Action {
    const again = command(vscode.l10n.t('Try Again'), 'torii.restartProxy');
    const remedies: Readonly<Record<FailureCode, Action>> = {
      'port-taken': { label: vscode.l10n.t('Choose Another Port'), run: () => this.#choosePort(port) },
      'port-silent': { label: vscode.l10n.t('Choose Another Port'), run: () => this.#choosePort(port) },
      'config-broken': command(vscode.l10n.t('Open Config'), 'torii.openConfig'),
      'home-unusable': again,
      internal: again,
      crashed: again,
    };
    return remedies[code];
  }
}

function command(label: string, id: CommandId): Action {
  return { label, run: () => vscode.commands.executeCommand(id) };
}
