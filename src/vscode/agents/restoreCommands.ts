import * as vscode from 'vscode';
import type { AgentId } from '../../clients/agent.ts';
import type { AgentSetup } from '../../clients/agentSetup.ts';
import type { OnChange } from '../../clients/restoreConfiguration.ts';
import { shortPath } from '../shortPath.ts';
import { findAgentExtension } from './agentExtension.ts';
import { offerNextStep } from './offerNextStep.ts';
import { pickConfiguredAgent } from './pickAgent.ts';

/** The commands that put agents' settings back, and the look at them after a start of the window. */
export class RestoreCommands {
  readonly #setupOf: (id: AgentId) => AgentSetup;

  constructor(setupOf: (id: AgentId) => AgentSetup) {
    this.#setupOf = setupOf;
  }

  async restore(id: AgentId): Promise<void> {
    const setup = this.#setupOf(id);
    const onChange = await askHow(setup);
    if (onChange === undefined) return;
    const files = await setup.restore(onChange);
    const names = files.map((path) => shortPath(path)).join(', ');
    await offerNextStep(
      setup.agent,
      onChange === 'keep'
        ? vscode.l10n.t('Torii’s own settings are gone from {0}: {1}.', setup.agent.title, names)
        : vscode.l10n.t('The settings of {0} are back as they were: {1}.', setup.agent.title, names),
    );
  }

  async restoreOther(): Promise<void> {
    const id = await pickConfiguredAgent(this.#setupOf);
    if (id !== undefined) await this.restore(id);
  }

  /** After a start of the window: a late save of Cline may have undone what was written just before. */
  async settle(): Promise<void> {
    const setup = this.#setupOf('cline');
    const outcome = await setup.settle(false);
    if (outcome === 'lost') {
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          'Cline undid the settings that Torii wrote. Close its other windows, then run "Configure Cline" again.',
        ),
      );
    }
    if (outcome === 'rewritten' && findAgentExtension('cline')?.active) {
      await offerNextStep(
        setup.agent,
        vscode.l10n.t('Cline undid the settings that Torii wrote; they are written again. Reload the window now.'),
      );
    }
  }
}

/** Undefined where the user leaves things as they are. */
async function askHow(setup: AgentSetup): Promise<OnChange | undefined> {
  const changes = setup.changesSince();
  return changes.length === 0 ? askPlainly(setup) : askAboutChanges(setup, changes);
}

async function askPlainly({ agent }: AgentSetup): Promise<OnChange | undefined> {
  const yes = vscode.l10n.t('Restore');
  const question = vscode.l10n.t('Put the settings of {0} back as they were before Torii changed them?', agent.title);
  const answer = await vscode.window.showWarningMessage(question, { modal: true }, yes);
  return answer === yes ? 'refuse' : undefined;
}

async function askAboutChanges({ agent }: AgentSetup, changes: readonly string[]): Promise<OnChange | undefined> {
  const keep = vscode.l10n.t('Remove Torii’s Settings Only');
  const overwrite = vscode.l10n.t('Put Old Files Back');
  const question = vscode.l10n.t('The settings of {0} have changed since Torii wrote them.', agent.title);
  const warning = vscode.l10n.t(
    'Putting the old files back drops these changes; the present files are kept in the backup.',
  );
  const detail = [...changes.map((change) => shortPath(change)), '', warning].join('\n');
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, keep, overwrite);
  if (answer === keep) return 'keep';
  return answer === overwrite ? 'overwrite' : undefined;
}
