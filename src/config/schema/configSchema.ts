import { z } from 'zod';
import { budgetsSchema } from './budgetSchema.ts';
import { destinationsSchema } from './destinationFields.ts';
import { credentialSchema } from './fallbackFields.ts';
import { amount, flag, kept, section, textList, textMap } from './fields.ts';
import { modelEntrySchema } from './modelSchema.ts';
import { networkSchema } from './networkFields.ts';
import { generalSettingsSchema, litellmSettingsSchema, routerSettingsSchema } from './settingsSchemas.ts';

export const toriiSettingsSchema = section(
  {
    prompt_caching: flag(
      'Set cache points in prompts whose client set none (true). False: no cache points at all, but those of `cache_control_injection_points`. Also `model_info.prompt_caching`, and `prompt_caching` in the metadata of a key.',
    ),
    thinking_vault: flag(
      "Keep models' signed thinking, encrypted, for clients that do not send it back (true). Also `model_info.thinking_vault`, and `thinking_vault` in the metadata of a key.",
    ),
    thinking_vault_max_age_days: amount('Days that the thinking vault keeps an answer (7).'),
    thinking_vault_max_size_mb: amount('Size of the thinking vault in MB; the oldest answers make room (64).'),
    pacing: flag(
      'Wait for a free place where a deployment has reached its own rpm, tpm or max_parallel_requests (true).',
    ),
    pacing_max_wait: amount('Seconds that a request waits at most for a place (30).'),
    pacing_max_queue: amount('Requests that may wait for a model group (100).'),
    continue_streams: flag(
      'Let a fallback go on with a streamed answer that broke off after its first content (false). Streams are then rendered, not relayed.',
    ),
    stored_prompt_max_text_length: amount(
      'Characters that are kept of one text where `store_prompts_in_spend_logs` is on; the middle of a longer one is left out (2048).',
    ),
    stored_prompt_max_size_kb: amount('Size in KB up to which a body is kept (1024).'),
    stored_prompt_max_age_days: amount('Days that bodies are kept (30).'),
    stored_prompt_max_total_mb: amount('Size in MB of all kept bodies, compressed; the oldest make room (2048).'),
    allowed_hosts: textList(
      'Host names, beside those of loopback, under which the gateway may be called, e.g. that of a code-server proxy',
    ),
    destinations: destinationsSchema,
    export_max_text_length: amount(
      'Characters of one text in exported traces; the middle of a longer one is left out (16384).',
    ),
    export_spool_max_mb: amount('Size in MB of the traces that may wait on disk for one destination (256).'),
    network: networkSchema.optional(),
    budgets: budgetsSchema.optional(),
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
