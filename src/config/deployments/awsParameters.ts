import type { AwsParameters } from '../../domain/deployment.ts';
import type { ModelName } from '../../domain/modelString.ts';
import { regionOfArn } from '../../domain/modelString.ts';
import { awsShape } from '../schema/litellmParamsSchema.ts';
import type { LitellmParams } from '../schema/modelSchema.ts';

const AWS_PROVIDERS = new Set(['bedrock', 'bedrock_mantle', 'sagemaker', 'sagemaker_chat']);
const KEY_NAMES = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token'];

/**
 * The AWS parameters of a deployment. The region is `aws_region_name`, else the one inside the model or its ARN, else
 * that of the defaults (`aws_*` under litellm_settings). Default keys are not mixed with credentials of the deployment's own.
 */
export function readAwsParameters(
  params: LitellmParams,
  name: ModelName,
  defaults: Readonly<Record<string, string>>,
): AwsParameters {
  if (!AWS_PROVIDERS.has(name.provider)) return {};
  const fallback = hasOwnCredentials(params) ? withoutKeys(defaults) : defaults;
  const value = (key: keyof typeof awsShape) => params[key] ?? fallback[key];
  const ownRegion = params.aws_region_name ?? params.region_name ?? name.region ?? regionOfArn(params.model_id ?? '');
  return {
    accessKeyId: value('aws_access_key_id'),
    secretAccessKey: value('aws_secret_access_key'),
    sessionToken: value('aws_session_token'),
    region: ownRegion ?? fallback['aws_region_name'],
    sessionName: value('aws_session_name'),
    profile: value('aws_profile_name'),
    roleArn: value('aws_role_name'),
    externalId: value('aws_external_id'),
    webIdentityToken: value('aws_web_identity_token'),
    stsEndpoint: value('aws_sts_endpoint'),
    bedrockEndpoint: value('aws_bedrock_runtime_endpoint'),
  };
}

/** The `aws_*` settings of `litellm_settings` that a deployment can take over, as text. */
export function readAwsDefaults(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const entries = Object.keys(awsShape).flatMap((key): [string, string][] => {
    const value = settings[key];
    return typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [];
  });
  return Object.fromEntries(entries);
}

function hasOwnCredentials(params: LitellmParams): boolean {
  const own = [params.aws_access_key_id, params.aws_secret_access_key, params.aws_profile_name, params.api_key];
  return [...own, params.aws_web_identity_token].some((value) => value !== undefined);
}

function withoutKeys(defaults: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const others = Object.entries(defaults).filter(([key]) => !KEY_NAMES.includes(key) && key !== 'aws_profile_name');
  return Object.fromEntries(others);
}
