import * as vscode from 'vscode';
import type { ToldOnce } from '../budgets/toldOnce.ts';
import type { CommandId } from '../commandIds.ts';
import type { Disposable } from '../listeners.ts';
import { shortPath } from '../shortPath.ts';
import type { StatusMonitor } from '../statusMonitor.ts';
import { type MissingCredentials, missingCredentials } from './missingCredentials.ts';

const SET_SECRET: CommandId = 'torii.setSecret';
const OPEN_CONFIG: CommandId = 'torii.openConfig';

/** Says once which credentials a config asks for and does not get, before a request fails for want of them. */
export class CredentialNotice implements Disposable {
  readonly #told: ToldOnce;
  readonly #subscription: Disposable;
  /** What was looked at last: a status comes with every request. */
  #last = '';

  constructor(monitor: StatusMonitor, told: ToldOnce) {
    this.#told = told;
    this.#subscription = monitor.onStatus((status) => {
      const missing = missingCredentials(status?.diagnostics ?? []);
      const now = JSON.stringify(missing);
      if (now === this.#last) return;
      this.#last = now;
      for (const each of missing) void this.#tell(each);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #tell({ file, names }: MissingCredentials): Promise<void> {
    if (!(await this.#told.claim('credentials', file, names))) return;
    const only = names.length === 1 ? names[0] : undefined;
    const set = only === undefined ? vscode.l10n.t('Set Secret…') : vscode.l10n.t('Set {0}…', only);
    const open = vscode.l10n.t('Open Config');
    const text = vscode.l10n.t(
      '{0} asks for {1}, which is not set: models that need it will refuse requests.',
      shortPath(file),
      names.join(', '),
    );
    const answer = await vscode.window.showWarningMessage(text, set, open);
    if (answer === set) await vscode.commands.executeCommand(SET_SECRET, file, only);
    if (answer === open) await vscode.commands.executeCommand(OPEN_CONFIG);
  }
}
