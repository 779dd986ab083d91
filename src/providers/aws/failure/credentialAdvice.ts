import { type CredentialSource, profileOf } from '../credentialSource.ts';

/** What a person can do when these credentials are absent, expired or refused. */
export function credentialAdvice(source: CredentialSource): string {
  const profile = profileOf(source);
  if (profile !== undefined) {
    return `The credentials of the AWS profile "${profile}" are missing or have expired. Renew them with: aws sso login --profile ${profile}`;
  }
  switch (source.kind) {
    case 'bearer':
      return 'The Bedrock API key was refused. Make a new one and set it as api_key or AWS_BEARER_TOKEN_BEDROCK.';
    case 'static':
      return 'The AWS access key was refused or its session has expired. Check aws_access_key_id, aws_secret_access_key and aws_session_token.';
    case 'role':
    case 'web-identity':
      return `The role ${source.roleArn} could not be assumed. Check its trust policy and the credentials that assume it.`;
    default:
      return 'No usable AWS credentials were found. Give aws_access_key_id and aws_secret_access_key or aws_profile_name in litellm_params, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or AWS_PROFILE, run aws sso login, or attach a role to this machine.';
  }
}
