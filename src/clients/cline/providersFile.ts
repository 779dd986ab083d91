/**
 * The shape that Cline demands of settings/providers.json (cline: sdk/packages/core/src/types/provider-settings.ts and
 * services/llms/provider-settings.ts). One entry that fails makes Cline read the whole file as empty, and its next
 * save then deletes every other provider. Unknown keys pass, as they do in Cline.
 */
import { z } from 'zod';

const text = z.string().optional();
const flag = z.boolean().optional();
const count = z.int().positive().optional();
const address = z.url().optional();
const anything = z.record(z.string(), z.unknown()).optional();
const providerId = z.string().regex(/^[a-z0-9][a-z0-9-]*$/i);

const authSchema = z.object({
  apiKey: text,
  accessToken: text,
  refreshToken: text,
  expiresAt: count,
  accountId: text,
  organizationId: text,
  organizationName: text,
  memberId: text,
  metadata: anything,
});

const reasoningSchema = z.object({
  enabled: flag,
  effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']).optional(),
  budgetTokens: count,
});

const awsSchema = z.object({
  accessKey: text,
  secretKey: text,
  sessionToken: text,
  region: text,
  profile: text,
  authentication: z.enum(['iam', 'api-key', 'apikey', 'profile']).optional(),
  usePromptCache: flag,
  useCrossRegionInference: flag,
  useGlobalInference: flag,
  endpoint: address,
  customModelBaseId: text,
});

const sapSchema = z.object({
  clientId: text,
  clientSecret: text,
  tokenUrl: address,
  resourceGroup: text,
  deploymentId: text,
  useOrchestrationMode: flag,
  api: z.enum(['orchestration', 'foundation-models']).optional(),
  defaultSettings: anything,
});

const catalogSchema = z.object({
  loadLatestOnInit: flag,
  loadPrivateOnAuth: flag,
  url: address,
  cacheTtlMs: count,
  failOnError: flag,
});

const PROTOCOLS = ['anthropic', 'gemini', 'openai-chat', 'openai-responses', 'openai-r1', 'ai-sdk'] as const;
const CLIENTS = [
  ...['anthropic', 'ai-sdk', 'ai-sdk-community', 'openai', 'openai-compatible', 'openai-r1'],
  ...['gemini', 'bedrock', 'custom', 'fetch', 'vertex'],
] as const;
const CAPABILITIES = [
  ...['reasoning', 'prompt-cache', 'streaming', 'tools'],
  ...['vision', 'computer-use', 'oauth', 'popular'],
] as const;

const settingsSchema = z.object({
  provider: providerId,
  apiKey: text,
  auth: authSchema.optional(),
  model: text,
  protocol: z.enum(PROTOCOLS).optional(),
  client: z.enum(CLIENTS).optional(),
  routingProviderId: providerId.optional(),
  maxTokens: count,
  contextWindow: count,
  baseUrl: address,
  headers: z.record(z.string(), z.string()).optional(),
  timeout: count,
  reasoning: reasoningSchema.optional(),
  aws: awsSchema.optional(),
  gcp: z.object({ projectId: text, region: text }).optional(),
  azure: z.object({ apiVersion: text, useIdentity: flag }).optional(),
  sap: sapSchema.optional(),
  oca: z.object({ mode: z.enum(['internal', 'external']).optional(), usePromptCache: flag }).optional(),
  region: text,
  apiLine: z.enum(['china', 'international']).optional(),
  capabilities: z.array(z.enum(CAPABILITIES)).optional(),
  modelCatalog: catalogSchema.optional(),
});

const voiceInputSchema = z.object({ providerId: z.string().min(1), modelId: z.string().min(1) });

export const providersFileSchema = z.object({
  version: z.literal(1),
  lastUsedProvider: z.string().min(1).optional(),
  modes: z.object({ voiceInput: voiceInputSchema.optional() }).optional(),
  providers: z.record(
    z.string(),
    z.object({
      settings: settingsSchema,
      /** ISO 8601 in UTC: Cline refuses an offset. */
      updatedAt: z.iso.datetime(),
      tokenSource: z.enum(['manual', 'oauth', 'migration']).optional(),
    }),
  ),
});

/** The places that Cline would refuse, e.g. `providers.anthropic.settings.baseUrl`; empty for a good file. Never values. */
export function findProviderFileFaults(document: unknown): readonly string[] {
  const result = providersFileSchema.safeParse(document);
  return result.success
    ? []
    : result.error.issues.map((issue) => issue.path.map(String).join('.') || 'the file itself');
}
