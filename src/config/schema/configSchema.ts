import { z } from 'zod';
import { credentialSchema } from './fallbackFields.ts';
import { kept, section, textList, textMap } from './fields.ts';
import { modelEntrySchema } from './modelSchema.ts';
import { generalSettingsSchema, litellmSettingsSchema, routerSettingsSchema } from './settingsSchemas.ts';

export const toriiSettingsSchema = section(
  {
    allowed_hosts: textList(
      'Host names, beside those of loopback, under which the gateway may be called, e.g. that of a code-server proxy',
    ),
  },
  "Torii's own settings, beyond LiteLLM's.",
);

/** The whole config file. The one source of its types, its checks and the JSON schema that editors use. */
export const configSchema = section(
  {
    model_list: z.array(modelEntrySchema, { error: 'a list' }).optional().describe('The deployments.'),
    litellm_settings: litellmSettingsSchema.optional(),
    router_settings: routerSettingsSchema.optional(),
    general_settings: generalSettingsSchema.optional(),
    environment_variables: textMap('Variables to set before anything else is read. They win over the environment.'),
    credential_list: z
      .array(credentialSchema, { error: 'a list' })
      .optional()
      .describe('Credentials that several deployments share.'),
    include: textList('YAML files to merge in, relative to this one.'),
    torii_settings: toriiSettingsSchema.optional(),
    ...kept(
      'callback_settings',
      'guardrails',
      'mcp_servers',
      'mcp_tools',
      'files_settings',
      'finetune_settings',
      'search_tools',
      'vector_store_registry',
      'agents',
      'prompts',
      'assistant_settings',
      'model_group_settings',
    ),
  },
  'LiteLLM-compatible config of the Torii gateway.',
);

export type ConfigDocument = z.output<typeof configSchema>;
