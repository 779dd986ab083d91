/** `us.`, `eu.`, `apac.`, `global.`, `us-gov.`, …: where an inference profile may run a model. */
const PROFILE_PREFIX = /^(?:global|apac|us-gov|[a-z]{2})\.(?=[a-z0-9-]+\.)/;

/**
 * The id inside a Bedrock model string: the last path segment of an ARN
 * (`arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.…`) or of a LiteLLM model (`bedrock/us-west-2/anthropic.…`).
 */
export function lastSegment(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1);
}

/** Drops the profile prefix: `us.amazon.nova-pro-v1:0` becomes `amazon.nova-pro-v1:0`. */
export function withoutProfilePrefix(id: string): string {
  return id.replace(PROFILE_PREFIX, '');
}

/** Whether the id names a `global.` profile, whose price differs from that of a region for Claude 4.5 and newer. */
export function isGlobalProfile(id: string): boolean {
  return id.startsWith('global.');
}
