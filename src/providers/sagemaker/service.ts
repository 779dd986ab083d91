import type { AwsService } from '../aws/service.ts';

export type SagemakerProviderName = 'sagemaker' | 'sagemaker_chat';

/** LiteLLM's prefix is one for both ways of asking. */
export function toService(provider: SagemakerProviderName): AwsService {
  return {
    provider,
    name: 'SageMaker',
    prefix: PREFIX,
    permissionHint: 'the identity may lack sagemaker:InvokeEndpoint, or sagemaker:InvokeEndpointWithResponseStream',
  };
}

export const PREFIX = 'SagemakerException - ';
