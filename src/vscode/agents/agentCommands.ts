import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { obtainAgentKey } from '../../apiClient/agentKey.ts';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import type { AgentId } from '../../clients/agent.ts';
import type { AgentSetup, Written } from '../../clients/agentSetup.ts';
import type { ConfigurationPlan } from '../../clients/planConfiguration.ts';
import type { ModelGroup } from '../../protocol/api.ts';
import { shortPath } from '../shortPath.ts';
import { toChoice, type Wishes } from './agentChoice.ts';
import { findAgentExtension } from './agentExtension.ts';
import type { ConfigurationPreview } from './configurationPreview.ts';
import { askBudget, confirmPlan } from './confirmPlan.ts';
import { offerNextStep } from './offerNextStep.ts';
import { pickAgent } from './pickAgent.ts';
import { pickModelGroup } from './pickModelGroup.ts';
import { tellSettingsByHand } from './settingsByHand.ts';

/** An agent that runs saves what was clicked last after 500 ms, and may undo what was written (Cline: StateManager). */
const LATE_SAVE_MS = 600;

/** What the commands need of the rest of the extension. */
export interface AgentParts {
  readonly setupOf: (id: AgentId) => AgentSetup;
  readonly preview: ConfigurationPreview;
  /** The home key, which must never reach an agent. */
  readonly readHomeKey: () => Promise<string | undefined>;
  readonly restore: (id: AgentId) => Promise<void>;
}

/** The commands that write other programs' settings: always with a preview, a backup and an undo. */
export class AgentCommands {
  readonly #parts: AgentParts;

  constructor(parts: AgentParts) {
    this.#parts = parts;
  }

  /** `chosen` comes from the tree of models; without it the user picks a group. */
  async configure(client: GatewayClient, id: AgentId, chosen: ModelGroup | undefined): Promise<void> {
    const setup = this.#parts.setupOf(id);
    const title = vscode.l10n.t('Model for {0}', setup.agent.title);
    const group = chosen ?? (await pickModelGroup(client, title));
    if (group === undefined) return;
    const wishes: Wishes = { act: group, plan: group, maxBudget: undefined };
    if (findAgentExtension(id)?.tooOld === true) return tellSettingsByHand(client, setup, wishes);
    if (!(await isPresent(setup))) return;
    await this.#previewAndApply(client, setup, wishes);
  }

  async configureOther(client: GatewayClient): Promise<void> {
    const id = await pickAgent(this.#parts.setupOf);
    if (id !== undefined) await this.configure(client, id, undefined);
  }

  async #previewAndApply(client: GatewayClient, setup: AgentSetup, wishes: Wishes): Promise<void> {
    const plan = setup.preview(toChoice(client.baseUrl, wishes));
    const title = vscode.l10n.t('Torii: changes for {0}', setup.agent.title);
    const closePreview = await this.#parts.preview.show(plan, title);
    const answer = await confirmPlan(setup.agent, plan, wishes);
    await closePreview();
    if (answer === 'cancel') return;
    if (answer === 'apply') return this.#apply(client, setup, wishes, plan);
    await this.#previewAndApply(client, setup, await changeWishes(client, setup, wishes, answer));
  }

  async #apply(client: GatewayClient, setup: AgentSetup, wishes: Wishes, preview: ConfigurationPlan): Promise<void> {
    const choice = toChoice(client.baseUrl, wishes);
    const { key } = await obtainAgentKey(client, {
      alias: setup.agent.id,
      inUse: setup.keysInUse(choice),
      maxBudget: wishes.maxBudget,
      rotate: false,
      now: Date.now(),
    });
    const written = await setup.apply(choice, key, await this.#parts.readHomeKey(), preview);
    if (setup.agent.savesLate && findAgentExtension(setup.agent.id)?.active === true) {
      await pause(LATE_SAVE_MS);
      await setup.settle(true);
    }
    await this.#tellWritten(setup, wishes.act.name, written);
  }

  async #tellWritten(setup: AgentSetup, model: string, { files, backupDirectory }: Written): Promise<void> {
    const { agent } = setup;
    if (backupDirectory === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('{0} uses "{1}" through Torii already.', agent.title, model),
      );
      return;
    }
    const names = files.map((path) => shortPath(path)).join(', ');
    const text = vscode.l10n.t(
      '{0} now uses "{1}" through Torii. Written: {2}. The old files are in {3}.',
      agent.title,
      model,
      names,
      shortPath(backupDirectory),
    );
    const undo = { label: vscode.l10n.t('Undo'), run: () => this.#parts.restore(agent.id) };
    await offerNextStep(agent, text, undo);
  }
}

async function changeWishes(
  client: GatewayClient,
  setup: AgentSetup,
  wishes: Wishes,
  what: 'plan-model' | 'budget',
): Promise<Wishes> {
  if (what === 'budget') return { ...wishes, maxBudget: await askBudget(setup.agent, wishes.maxBudget) };
  const plan = await pickModelGroup(client, vscode.l10n.t('Model for planning in {0}', setup.agent.title));
  return { ...wishes, plan: plan ?? wishes.plan };
}

/** Asks where nothing of the agent is found. */
async function isPresent(setup: AgentSetup): Promise<boolean> {
  if (findAgentExtension(setup.agent.id) !== undefined || setup.detect().found) return true;
  const anyway = vscode.l10n.t('Configure Anyway');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      '{0} was not found on this machine. Its settings can be written now and are used once it is installed.',
      setup.agent.title,
    ),
    anyway,
  );
  return answer === anyway;
}
