import type { Deployment } from '../../../domain/deployment.ts';
import { type CredentialSource, chooseCredentialSource } from '../../aws/credentialSource.ts';
import type { Environment } from '../../network/environment.ts';

/** Bedrock also takes API keys: `api_key`, else `AWS_BEARER_TOKEN_BEDROCK` where the config names no credentials. */
export function toCredentialSource(deployment: Deployment, environment: Environment): CredentialSource {
  return chooseCredentialSource(deployment, environment, ['AWS_BEARER_TOKEN_BEDROCK']);
}
