import type { AgentEnvironment } from '../clients/agent.ts';
import { AgentSetup } from '../clients/agentSetup.ts';
import { findAgent } from '../clients/agents.ts';
import { findHome } from '../config/home.ts';
import { messageOf } from '../domain/errors.ts';
import { applyToAgent } from './applyToAgent.ts';
import { CONFIGURE_USAGE, type ConfigureArguments, readConfigureArguments } from './configureArguments.ts';
import { listAgents } from './listAgents.ts';
import type { Surroundings } from './surroundings.ts';

/** `torii configure …`. Gives the exit code: 0, 1 where something stood in the way, 2 for arguments it does not know. */
export async function runConfigure(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const given = readArguments(args, surroundings);
  if (given === undefined) return 2;
  try {
    return await run(given, surroundings);
  } catch (error) {
    surroundings.printError(`torii configure: ${messageOf(error)}\n`);
    return 1;
  }
}

function readArguments(args: readonly string[], { printError }: Surroundings): ConfigureArguments | undefined {
  try {
    return readConfigureArguments(args);
  } catch (error) {
    const reason = messageOf(error);
    printError(`torii configure: ${reason}\nTry "torii configure --help".\n`);
    return undefined;
  }
}

async function run(given: ConfigureArguments, surroundings: Surroundings): Promise<number> {
  const home = findHome(surroundings.variables);
  const { homeDir, variables, platform } = surroundings;
  const { dataDir } = given;
  const environment: AgentEnvironment = { homeDir, variables, platform, toriiHome: home.directory, dataDir };
  if (given.help) {
    surroundings.print(CONFIGURE_USAGE);
    return 0;
  }
  if (given.list) return await listAgents(home, given, environment, surroundings);
  const agent = given.agent === undefined ? undefined : findAgent(given.agent);
  if (agent === undefined) {
    surroundings.printError(`torii configure: ${given.agent ?? 'no agent'} is not one that can be configured.\n`);
    surroundings.printError(CONFIGURE_USAGE);
    return 2;
  }
  const setup = new AgentSetup(agent, environment, surroundings.clock);
  return given.restore ? restore(setup, given, surroundings) : applyToAgent(setup, home, given, surroundings);
}

async function restore(setup: AgentSetup, given: ConfigureArguments, surroundings: Surroundings): Promise<number> {
  if (given.onChange === 'refuse' && setup.changesSince().length > 0) {
    const changes = setup.changesSince().map((change) => `  ${change}\n`);
    surroundings.printError(`Changed since Torii wrote it:\n${changes.join('')}Nothing was restored. Choose:
  --keep-changes  take back Torii's settings only
  --overwrite     put the old files back all the same (the present ones are kept in the backup)
`);
    return 1;
  }
  const paths = await setup.restore(given.onChange);
  surroundings.print(`${setup.agent.title} is as it was before Torii: ${paths.join(', ')}\n`);
  return 0;
}
