import type { Deployment } from '../../../src/domain/deployment.ts';

/** A deployment as the config module would make it from `litellm_params.model` alone. */
export function deploymentOf(litellmModel: string, over: Partial<Deployment> = {}): Deployment {
  const [provider = '', ...rest] = litellmModel.split('/');
  const route = rest.length > 1 ? rest[0] : undefined;
  return {
    id: 'deployment-1',
    group: 'group-1',
    provider,
    route,
    model: rest.at(-1) ?? '',
    litellmModel,
    apiBase: undefined,
    apiKey: undefined,
    aws: {},
    headers: {},
    timeoutMs: undefined,
    streamTimeoutMs: undefined,
    numRetries: undefined,
    cooldownMs: undefined,
    rpm: undefined,
    tpm: undefined,
    weight: undefined,
    order: undefined,
    maxParallelRequests: undefined,
    tags: [],
    dropParams: false,
    additionalDropParams: [],
    price: undefined,
    defaults: {},
    info: {},
    source: undefined,
    ...over,
  };
}
