import type { LangfuseSettings } from '../../src/domain/destinations.ts';

export const LANGFUSE: LangfuseSettings = {
  kind: 'langfuse',
  id: 'langfuse',
  outcomes: { success: true, failure: true },
  content: true,
  host: 'http://127.0.0.1:3000',
  publicKey: 'pk-lf-test-public',
  secretKey: 'sk-lf-test-secret',
  release: 'release-7',
  environment: 'workshop',
  defaultTags: [
    'cache_hit',
    'cache_key',
    'proxy_base_url',
    'user_api_key_alias',
    'user_api_key_user_id',
    'user_api_key_user_email',
    'user_api_key_team_alias',
  ],
  variables: 'LANGFUSE_',
  userAgentTags: true,
  proxyBaseUrl: 'http://localhost:4000',
  transport: undefined,
};
