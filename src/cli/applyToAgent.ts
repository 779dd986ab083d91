import { obtainAgentKey } from '../apiClient/agentKey.ts';
import { chatGroups, toAgentModel } from '../apiClient/agentModel.ts';
import type { GatewayClient } from '../apiClient/gatewayClient.ts';
import type { AgentSetup, Written } from '../clients/agentSetup.ts';
import type { AgentChoice } from '../clients/agentTarget.ts';
import { findTooOld, manualSettings } from '../clients/manualSettings.ts';
import type { Home } from '../config/home.ts';
import { GatewayError } from '../domain/errors.ts';
import type { ModelGroup } from '../protocol/api.ts';
import type { ConfigureArguments } from './configureArguments.ts';
import { describeNextStep, describePlan } from './configureReport.ts';
import { type Connection, connectGateway } from './connectGateway.ts';
import type { Surroundings } from './surroundings.ts';

/** Previews, asks, makes the key, writes. Gives the exit code. */
export async function applyToAgent(
  setup: AgentSetup,
  home: Home,
  given: ConfigureArguments,
  surroundings: Surroundings,
): Promise<number> {
  const connection = await connectGateway(home, given.baseUrl);
  const choice = await choose(connection.client, given);
  const tooOld = findTooOld(setup.agent, setup.detect());
  if (tooOld !== undefined) return tellByHand(tooOld, { setup, choice, connection, given, surroundings });
  const plan = setup.preview(choice);
  surroundings.print(describePlan(plan));
  if (given.dryRun) return 0;
  if (!(await isAgreed(given, surroundings))) return 1;
  const apiKey = await obtainKey({ setup, choice, connection, given, surroundings });
  const written = await setup.apply(choice, apiKey, connection.homeKey, plan);
  surroundings.print(tellWritten(setup, choice, written));
  return 0;
}

interface Step {
  readonly setup: AgentSetup;
  readonly choice: AgentChoice;
  readonly connection: Connection;
  readonly given: ConfigureArguments;
  readonly surroundings: Surroundings;
}

async function tellByHand(version: string, step: Step): Promise<number> {
  const { setup, choice, given, surroundings } = step;
  const apiKey = given.dryRun ? 'sk-…' : await obtainKey(step);
  surroundings.printError(
    `${setup.agent.title} ${version} keeps its settings inside the editor, out of reach. Update it to ${setup.agent.firstExtension} or later, or enter by hand:\n`,
  );
  surroundings.print(`${manualSettings(choice, apiKey)}\n`);
  return 1;
}

async function obtainKey({ setup, choice, connection, given, surroundings }: Step): Promise<string> {
  const { key } = await obtainAgentKey(connection.client, {
    alias: setup.agent.id,
    inUse: setup.keysInUse(choice),
    maxBudget: given.budget,
    rotate: given.newKey,
    now: surroundings.clock.now(),
  });
  return key;
}

async function choose(client: GatewayClient, given: ConfigureArguments): Promise<AgentChoice> {
  const groups = chatGroups((await client.models()).groups);
  const act = find(groups, given.actModel ?? given.planModel);
  const plan = find(groups, given.planModel ?? given.actModel);
  return {
    baseUrl: client.baseUrl,
    actModel: act.name,
    planModel: plan.name,
    modelInfo: toAgentModel(act.group),
    planModelInfo: toAgentModel(plan.group),
  };
}

/** By name or alias. Throws GatewayError `bad-request` that lists what there is. */
function find(groups: readonly ModelGroup[], wanted: string | undefined): { name: string; group: ModelGroup } {
  const [only, ...others] = groups;
  if (wanted === undefined && only !== undefined && others.length === 0) return { name: only.name, group: only };
  const group = groups.find(({ name, aliases }) => name === wanted || aliases.some((alias) => alias === wanted));
  if (group !== undefined && wanted !== undefined) return { name: wanted, group };
  const names = groups.map(({ name }) => name).join(', ');
  const problem = wanted === undefined ? 'Choose a model with --model' : `There is no chat model '${wanted}'`;
  throw new GatewayError('bad-request', `${problem}: ${names === '' ? 'the config has none' : names}.`);
}

async function isAgreed({ yes }: ConfigureArguments, { ask, printError }: Surroundings): Promise<boolean> {
  if (yes) return true;
  if (ask !== undefined) return ask('Write these changes? [y/N] ');
  printError('torii configure: nobody to ask here; add --yes to write.\n');
  return false;
}

function tellWritten(setup: AgentSetup, choice: AgentChoice, { files, backupDirectory }: Written): string {
  const { title, id } = setup.agent;
  if (files.length === 0) return `${title} uses "${choice.actModel}" through Torii already.\n`;
  return `${title} now uses "${choice.actModel}" through Torii. ${describeNextStep(setup.agent)}
Written: ${files.join(', ')}
The old files are in ${backupDirectory}; "torii configure ${id} --restore" puts them back.
`;
}
