import type { Deployment } from '../../domain/deployment.ts';
import type { ConnectionPlan } from '../aws/connectionPlan.ts';
import { chooseCredentialSource } from '../aws/credentialSource.ts';
import { chooseRegion } from '../aws/region.ts';
import { type Environment, given, variable } from '../network/environment.ts';

export interface EndpointTarget {
  readonly endpointName: string;
  /** The model on an endpoint that holds several; `model_id` in the config, as in LiteLLM. */
  readonly inferenceComponent: string | undefined;
}

/** `sagemaker/<endpoint>`, `sagemaker_chat/<endpoint>`, or an endpoint alone beside `custom_llm_provider`. */
export function toEndpointTarget({ provider, litellmModel, model }: Deployment): EndpointTarget {
  const prefix = `${provider}/`;
  const endpointName = litellmModel.startsWith(prefix) ? litellmModel.slice(prefix.length) : litellmModel;
  return { endpointName, inferenceComponent: model === endpointName ? undefined : model };
}

/** Region and credentials as for Bedrock, but there are no API keys. */
export function toConnectionPlan(deployment: Deployment, environment: Environment): ConnectionPlan {
  return {
    region: chooseRegion(deployment, undefined, environment),
    endpoint: toServiceEndpoint(deployment, environment),
    source: chooseCredentialSource(deployment, environment, []),
    network: deployment.network,
  };
}

/** The runtime's address where it is not AWS's own. LiteLLM's `sagemaker_base_url` names the endpoint's whole path. */
export function toServiceEndpoint(deployment: Deployment, environment: Environment): string | undefined {
  const baseUrl = deployment.defaults['sagemaker_base_url'];
  const configured = given(deployment.apiBase) ?? (typeof baseUrl === 'string' ? given(baseUrl) : undefined);
  return (
    configured?.replace(/\/endpoints\/.*$/, '') ??
    variable(environment, 'AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME') ??
    variable(environment, 'AWS_ENDPOINT_URL')
  );
}
