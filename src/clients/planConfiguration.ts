import type { Clock } from '../domain/ports.ts';
import type { Agent, AgentDetection, PlanWarning } from './agent.ts';
import { type AgentChoice, toTarget } from './agentTarget.ts';
import { type FilePlan, isWritten, planFile } from './filePlan.ts';

export interface ConfigurationRequest extends AgentChoice {
  readonly detection: AgentDetection;
  /** A virtual key. The agent stores it in plain text. */
  readonly apiKey: string;
  /** Refused as `apiKey`, where given. */
  readonly masterKey?: string | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

/** What would be written. Holds secrets apart from `changes`, `preview` and `warnings`; never to be logged. */
export interface ConfigurationPlan {
  /** The agent's id. */
  readonly client: string;
  readonly baseUrl: string;
  readonly files: readonly FilePlan[];
  readonly warnings: readonly PlanWarning[];
  /** False where the agent is configured this way already. */
  readonly changed: boolean;
}

/**
 * Works out the new text of an agent's files; touches nothing. Every other key stays, in its place. Throws GatewayError:
 * `bad-request` for an address beyond this machine, an empty key, the master key, or a file that is not of its format;
 * `permission` for a file that cannot be read or changed; `conflict` for one that cannot be edited in place.
 */
export function planConfiguration(agent: Agent, request: ConfigurationRequest): ConfigurationPlan {
  const target = toTarget(request, request.apiKey, request.masterKey);
  const { dataDir, programs } = request.detection;
  const now = request.clock.now();
  const files = request.detection.files.map((file) =>
    planFile(file, (document) => agent.assignments(file, { target, document, dataDir, programs, now })),
  );
  return {
    client: agent.id,
    baseUrl: target.baseUrl,
    files,
    warnings: agent.warnings(files, target),
    changed: files.some(isWritten),
  };
}
