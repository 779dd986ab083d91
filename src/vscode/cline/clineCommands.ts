import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import type { ClinePlan } from '../../clients/cline/planClineConfiguration.ts';
import type { ModelGroup } from '../../protocol/api.ts';
import type { CommandId } from '../commandIds.ts';
import type { GatewayAccess } from '../gatewayAccess.ts';
import { shortPath } from '../shortPath.ts';
import { findClineExtension } from './clineExtension.ts';
import { toClineModelInfo } from './clineModel.ts';
import type { ClinePreview } from './clinePreview.ts';
import type { ClineChoice, ClineSetup, ClineWritten } from './clineSetup.ts';
import { pickModelGroup } from './pickModelGroup.ts';

const KEY_ALIAS = 'cline';

/** The commands that write and restore another program's settings: always with a preview, a backup and an undo. */
export class ClineCommands {
  readonly #access: GatewayAccess;
  readonly #setup: ClineSetup;
  readonly #preview: ClinePreview;

  constructor(access: GatewayAccess, setup: ClineSetup, preview: ClinePreview) {
    this.#access = access;
    this.#setup = setup;
    this.#preview = preview;
  }

  /** `chosen` comes from the tree of models; without it the user picks a group. */
  async configure(client: GatewayClient, chosen: ModelGroup | undefined): Promise<void> {
    if (!(await this.#isReachable())) return;
    const group = chosen ?? (await pickModelGroup(client, vscode.l10n.t('Model for Cline')));
    if (group === undefined) return;
    const choice: ClineChoice = { baseUrl: client.baseUrl, model: group.name, modelInfo: toClineModelInfo(group) };
    const plan = this.#setup.preview(choice);
    const closePreview = await this.#preview.show(plan, vscode.l10n.t('Torii: changes for Cline'));
    const agreed = await confirm(plan, group.name);
    await closePreview();
    if (!agreed) return;
    const apiKey = await client.renewKey(KEY_ALIAS, { created_by: 'torii' });
    await this.#tellWritten(group.name, await this.#setup.apply(choice, apiKey));
  }

  async restore(): Promise<void> {
    const yes = vscode.l10n.t('Restore');
    const question = vscode.l10n.t('Put Cline’s settings back as they were before Torii changed them?');
    if ((await vscode.window.showWarningMessage(question, { modal: true }, yes)) !== yes) return;
    const files = await this.#setup.restore();
    await offerReload(
      vscode.l10n.t('Cline’s settings are back as they were: {0}.', files.map((path) => shortPath(path)).join(', ')),
    );
  }

  /** After a start of the window: Cline's own save may have undone what was written just before. */
  async settle(): Promise<void> {
    const outcome = await this.#setup.settle();
    if (outcome === 'lost') {
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          'Cline undid the settings that Torii wrote. Close its other windows, then run "Configure Cline" again.',
        ),
      );
    }
    if (outcome === 'rewritten' && findClineExtension()?.active) {
      await offerReload(
        vscode.l10n.t('Cline undid the settings that Torii wrote; they are written again. Reload the window now.'),
      );
    }
  }

  async #isReachable(): Promise<boolean> {
    const extension = findClineExtension();
    if (extension?.tooOld) {
      const version = extension.version;
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          'Cline {0} keeps its settings out of reach. Update it to 3.66 or later, or choose the provider "LiteLLM" in Cline and enter {1}.',
          version,
          this.#access.baseUrl ?? '',
        ),
      );
      return false;
    }
    if (extension !== undefined || this.#setup.detect().found) return true;
    const anyway = vscode.l10n.t('Configure Anyway');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Cline was not found on this machine. Its settings can be written now and are used once it is installed.',
      ),
      anyway,
    );
    return answer === anyway;
  }

  async #tellWritten(model: string, written: ClineWritten): Promise<void> {
    const files = written.files.map((path) => shortPath(path)).join(', ');
    const text = vscode.l10n.t(
      'Cline now uses "{0}" through Torii. Written: {1}. The old files are in {2}.',
      model,
      files,
      shortPath(written.backupDirectory),
    );
    const undo = vscode.l10n.t('Undo');
    await offerReload(text, {
      label: undo,
      run: () => vscode.commands.executeCommand('torii.restoreClineSettings' satisfies CommandId),
    });
  }
}

/** A pick list rather than a dialog: the diff stays readable beside it. */
async function confirm(plan: ClinePlan, model: string): Promise<boolean> {
  const files = plan.files
    .filter(({ action }) => action === 'create' || action === 'change')
    .map(({ file }) => file.path);
  const apply = {
    label: vscode.l10n.t('$(check) Apply'),
    detail: files.map((path) => shortPath(path)).join(', '),
    apply: true,
  };
  const cancel = {
    label: vscode.l10n.t('$(close) Cancel'),
    detail: vscode.l10n.t('Nothing is written.'),
    apply: false,
  };
  const warnings = plan.warnings.map(({ message }) => ({ label: `$(warning) ${message}`, apply: false }));
  const chosen = await vscode.window.showQuickPick([apply, cancel, ...warnings], {
    title: vscode.l10n.t('Configure Cline to use "{0}"?', model),
    placeHolder: vscode.l10n.t('The diff shows every key that changes; secrets are covered. A backup is made first.'),
    ignoreFocusOut: true,
  });
  return chosen?.apply ?? false;
}

interface Action {
  readonly label: string;
  readonly run: () => unknown;
}

/** Tells what happened. A reload is only of use where the extension is installed. */
async function offerReload(text: string, ...others: readonly Action[]): Promise<void> {
  const reload: Action = {
    label: vscode.l10n.t('Reload Window'),
    run: () => vscode.commands.executeCommand('workbench.action.reloadWindow'),
  };
  const actions = findClineExtension() === undefined ? others : [reload, ...others];
  const answer = await vscode.window.showInformationMessage(text, ...actions.map(({ label }) => label));
  await actions.find(({ label }) => label === answer)?.run();
}
