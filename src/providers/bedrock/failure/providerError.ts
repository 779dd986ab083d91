import type { GatewayError } from '../../../domain/errors.ts';
import { type FailureContext, toAwsError } from '../../aws/failure/awsError.ts';
import { BEDROCK } from '../service.ts';

/** Any failure of a call as a GatewayError with the service's words. LiteLLM's prefixes are kept, clients match on them. */
export function toProviderError(thrown: unknown, context: FailureContext): GatewayError {
  return toAwsError(thrown, { ...context, service: BEDROCK });
}
