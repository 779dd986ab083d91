import type { AwsService } from '../aws/service.ts';

export const BEDROCK: AwsService = {
  provider: 'bedrock',
  name: 'Bedrock',
  prefix: 'BedrockException: ',
  permissionHint: 'the identity may lack bedrock:InvokeModel, or the model is not enabled for the account',
};
