import { createHash } from 'node:crypto';
import type { GatewayClient, KeyInfo } from '../../apiClient/gatewayClient.ts';
import { type Agent, type AgentEnvironment, type AgentId, agentIds } from '../../clients/agent.ts';
import { agents } from '../../clients/agents.ts';
import { type AgentInspection, inspectAgent } from '../../clients/inspectAgent.ts';
import type { Clock } from '../../domain/ports.ts';
import type { Check } from '../check.ts';
import { type Finding, failure, ok, skipped, warning } from '../finding.ts';

export interface AgentPorts {
  readonly environment: AgentEnvironment;
  readonly clock: Pick<Clock, 'now'>;
  /** Where the gateway is, or would be. */
  readonly baseUrl: string;
  readonly homeKey: string | undefined;
  /** Of a gateway of this home that runs. */
  readonly client: GatewayClient | undefined;
}

interface Known {
  readonly ports: AgentPorts;
  /** Names of groups and aliases; undefined while no gateway tells. */
  readonly models: ReadonlySet<string> | undefined;
}

/** The settings of coding agents on this machine: whether they lead here, with a key and models that the gateway knows. */
export function agentChecks(ports: AgentPorts): readonly Check[] {
  const others = agentIds.filter((id) => id !== 'cline');
  return [
    { id: 'cline', run: async () => await checkAgent(agents.cline, await know(ports)) },
    { id: 'other-agents', run: async () => await checkOthers(others, await know(ports)) },
  ];
}

async function know(ports: AgentPorts): Promise<Known> {
  const list = await ports.client?.models().catch(() => undefined);
  return { ports, models: list && new Set(list.groups.flatMap(({ name, aliases }) => [name, ...aliases])) };
}

async function checkOthers(ids: readonly AgentId[], known: Known): Promise<readonly Finding[]> {
  const findings = await Promise.all(ids.map((id) => checkAgent(agents[id], known)));
  const told = findings.flat().filter(({ status }) => status !== 'skipped');
  return told.length === 0 ? [skipped('agents-none')] : told;
}

async function checkAgent(agent: Agent, known: Known): Promise<readonly Finding[]> {
  const { environment, clock } = known.ports;
  const inspection = inspectAgent(agent, environment, clock);
  const { title } = agent;
  if (!inspection.found) return [skipped('agent-absent', { agent: title }, title)];
  const faults = inspection.faults.map((file) => failure('agent-file-invalid', { agent: title, file }, title));
  if (faults.length > 0) return faults;
  if (!inspection.addresses.some(isLoopback)) return [skipped('agent-elsewhere', { agent: title }, title)];
  const findings = [...checkWay(title, inspection, known), ...(await checkKeys(title, inspection, known))];
  return findings.length === 0 ? [ok('agent-ok', { agent: title, address: known.ports.baseUrl }, title)] : findings;
}

function checkWay(title: string, { addresses, models, otherwise }: AgentInspection, known: Known): readonly Finding[] {
  const here = new URL(known.ports.baseUrl);
  const elsewhere = addresses.filter((address) => !leadsTo(address, here));
  const strange = known.models === undefined ? [] : models.filter((model) => !known.models?.has(model));
  return [
    ...elsewhere.map((address) => failure('agent-other-address', { agent: title, address, here: here.origin }, title)),
    ...(otherwise.length === 0
      ? []
      : [warning('agent-otherwise', { agent: title, settings: otherwise.join(', ') }, title)]),
    ...strange.map((model) => failure('agent-model-unknown', { agent: title, model }, title)),
  ];
}

async function checkKeys(title: string, { keys }: AgentInspection, { ports }: Known): Promise<readonly Finding[]> {
  const values = { agent: title };
  if (keys.length === 0) return [failure('agent-no-key', values, title)];
  const findings = await Promise.all(
    keys.map(async (key): Promise<readonly Finding[]> => {
      if (key === ports.homeKey) return [warning('agent-master-key', values, title)];
      if (ports.client === undefined) return [];
      const info = await ports.client.keyInfo(createHash('sha256').update(key).digest('hex'));
      return judgeKey(title, info, ports.clock.now());
    }),
  );
  return findings.flat();
}

function judgeKey(agent: string, info: KeyInfo | undefined, now: number): readonly Finding[] {
  if (info === undefined || info.status === 'deleted') return [failure('agent-key-unknown', { agent }, agent)];
  if (info.blocked === true) return [failure('agent-key-blocked', { agent }, agent)];
  const over = typeof info.expires === 'string' && Date.parse(info.expires) <= now;
  return over ? [failure('agent-key-expired', { agent }, agent)] : [];
}

/** `localhost` and `127.0.0.1` are one machine; the port decides. */
function leadsTo(address: string, here: URL): boolean {
  return isLoopback(address) && URL.parse(address)?.port === here.port;
}

function isLoopback(address: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(URL.parse(address)?.hostname ?? '');
}
