import { createHash } from 'node:crypto';
import type { CredentialSource } from './credentialSource.ts';

/** All that tells one AWS connection from another. */
export interface ConnectionPlan {
  /** Undefined leaves it to the AWS profile. */
  readonly region: string | undefined;
  /** Undefined for the region's public endpoint. */
  readonly endpoint: string | undefined;
  readonly source: CredentialSource;
}

/** A name for the connection that holds its secrets only as a hash. */
export function connectionKey(plan: ConnectionPlan): string {
  return createHash('sha256')
    .update(JSON.stringify([plan.region, plan.endpoint, plan.source]))
    .digest('hex');
}
