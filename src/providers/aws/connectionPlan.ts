import { createHash } from 'node:crypto';
import type { NetworkParameters } from '../../domain/networkParameters.ts';
import type { CredentialSource } from './credentialSource.ts';

/** All that tells one AWS connection from another. */
export interface ConnectionPlan {
  /** Undefined leaves it to the AWS profile. */
  readonly region: string | undefined;
  /** Undefined for the region's public endpoint. */
  readonly endpoint: string | undefined;
  readonly source: CredentialSource;
  /** How the service is reached; its credentials' services (STS, SSO) are reached the same way. */
  readonly network: NetworkParameters | undefined;
}

/** A name for the connection that holds its secrets only as a hash. */
export function connectionKey(plan: ConnectionPlan): string {
  return createHash('sha256')
    .update(JSON.stringify([plan.region, plan.endpoint, plan.source, plan.network]))
    .digest('hex');
}
