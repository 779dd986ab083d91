import { GatewayError } from '../domain/errors.ts';
import { toLoopbackBaseUrl } from './loopbackUrl.ts';
import type { ModelInfo } from './modelInfo.ts';

/** What an agent shall use. */
export interface AgentChoice {
  /** The gateway on this machine's loopback, e.g. `http://127.0.0.1:4000`. */
  readonly baseUrl: string;
  /** Model groups of the gateway. */
  readonly planModel: string;
  readonly actModel: string;
  /** Of the act model; of the plan model too where both are the same. */
  readonly modelInfo?: ModelInfo | undefined;
  /** Of a plan model that is another one. */
  readonly planModelInfo?: ModelInfo | undefined;
}

export interface AgentTarget {
  /** Origin of the gateway, without a trailing slash. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly planModel: string;
  readonly actModel: string;
  readonly planModelInfo: ModelInfo | undefined;
  readonly actModelInfo: ModelInfo | undefined;
}

/**
 * Checks a choice. `apiKey` is a virtual key, which agents store in plain text; `masterKey` is refused as one. Throws
 * GatewayError `bad-request`, also for an address beyond this machine.
 */
export function toTarget(choice: AgentChoice, apiKey: string, masterKey: string | undefined): AgentTarget {
  const baseUrl = toLoopbackBaseUrl(choice.baseUrl);
  requireText(apiKey, 'key');
  requireText(choice.planModel, 'model for plan mode');
  requireText(choice.actModel, 'model for act mode');
  if (apiKey === masterKey) {
    throw new GatewayError(
      'bad-request',
      'A coding agent needs a virtual key of its own; the master key is never written into its settings.',
    );
  }
  const same = choice.planModel === choice.actModel;
  return {
    baseUrl,
    apiKey,
    planModel: choice.planModel,
    actModel: choice.actModel,
    planModelInfo: choice.planModelInfo ?? (same ? choice.modelInfo : undefined),
    actModelInfo: choice.modelInfo,
  };
}

/** The groups that are chosen, each once, the act model first. */
export function chosenModels(target: AgentTarget): readonly { name: string; info: ModelInfo | undefined }[] {
  const act = { name: target.actModel, info: target.actModelInfo };
  return target.planModel === target.actModel ? [act] : [act, { name: target.planModel, info: target.planModelInfo }];
}

function requireText(value: string, what: string): void {
  if (value === '' || value !== value.trim()) {
    throw new GatewayError('bad-request', `The ${what} is empty or has spaces around it.`);
  }
}
