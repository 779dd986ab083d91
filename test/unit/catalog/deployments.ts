import type { Deployment } from '../../../src/domain/deployment.ts';
import { deployment } from '../../support/settings.ts';

/** A deployment as the config module would make it from `litellm_params.model` alone. */
export function deploymentOf(litellmModel: string, over: Partial<Deployment> = {}): Deployment {
  const [provider = '', ...rest] = litellmModel.split('/');
  const route = rest.length > 1 ? rest[0] : undefined;
  return deployment({ group: 'group-1', provider, route, model: rest.at(-1) ?? '', litellmModel, ...over });
}
