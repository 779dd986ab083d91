import * as vscode from 'vscode';
import type { Agent } from '../../clients/agent.ts';
import { findAgentExtension } from './agentExtension.ts';

interface Action {
  readonly label: string;
  readonly run: () => unknown;
}

/** Tells what happened, and how the agent comes to know of it. A reload is only of use where its extension is installed. */
export async function offerNextStep(agent: Agent, text: string, ...others: readonly Action[]): Promise<void> {
  const reload: Action = {
    label: vscode.l10n.t('Reload Window'),
    run: () => vscode.commands.executeCommand('workbench.action.reloadWindow'),
  };
  const reloads = agent.nextStep === 'reload-window' && findAgentExtension(agent.id) !== undefined;
  const actions = reloads ? [reload, ...others] : others;
  const message = reloads ? text : `${text} ${nextStepOf(agent)}`;
  const answer = await vscode.window.showInformationMessage(message, ...actions.map(({ label }) => label));
  await actions.find(({ label }) => label === answer)?.run();
}

function nextStepOf(agent: Agent): string {
  return agent.nextStep === 'choose-model'
    ? vscode.l10n.t('Choose the model in its list of models.')
    : vscode.l10n.t('It reads its settings at the next start.');
}
