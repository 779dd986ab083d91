import type { AgentEnvironment } from '../clients/agent.ts';
import { agents } from '../clients/agents.ts';
import type { Home } from '../config/home.ts';
import type { AgentSightings } from '../protocol/api.ts';
import type { ConfigureArguments } from './configureArguments.ts';
import { describeDetection } from './configureReport.ts';
import { connectGateway } from './connectGateway.ts';
import type { Surroundings } from './surroundings.ts';

/** Prints what is found of each agent, and, where a gateway runs, when it last read its list of models there. */
export async function listAgents(
  home: Home,
  given: ConfigureArguments,
  environment: AgentEnvironment,
  { print }: Surroundings,
): Promise<number> {
  const sightings = await readSightings(home, given.baseUrl);
  for (const agent of Object.values(agents)) {
    const sighting = sightings.find(({ keyAlias }) => keyAlias === agent.id);
    print(describeDetection(agent, agent.detect(environment), sighting));
  }
  return 0;
}

async function readSightings(home: Home, baseUrl: string | undefined): Promise<AgentSightings['agents']> {
  try {
    return (await (await connectGateway(home, baseUrl)).client.agentSightings()).agents;
  } catch {
    return [];
  }
}
