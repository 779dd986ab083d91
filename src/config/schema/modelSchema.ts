import type { z } from 'zod';
import { amount, flag, kept, requiredText, section, text } from './fields.ts';
import { litellmParamsSchema, priceShape } from './litellmParamsSchema.ts';

export const modelInfoSchema = section(
  {
    id: text('Id of the deployment; made from its parameters where it is missing.'),
    mode: text('`chat` or `embedding`.'),
    base_model: text('Model whose limits and prices apply.'),
    max_tokens: amount('Tokens of the context.'),
    max_input_tokens: amount('Tokens that fit into the prompt.'),
    max_output_tokens: amount('Tokens that an answer can have.'),
    prompt_caching: flag('False: no cache points in prompts of this deployment (true).'),
    thinking_vault: flag("False: this deployment's thinking is neither kept nor given back (true)."),
    inference_profile_prefix: flag(
      'False: a model id that Bedrock refuses on demand is not tried through an inference profile (true).',
    ),
    adaptive_thinking: flag(
      'False: the way a model wants to be asked to think is not learned from its refusals (true).',
    ),
    tool_name_mapping: flag(
      'False: tool names that Bedrock does not take are sent as they are, and refused by it (true).',
    ),
    ...priceShape,
  },
  'What is known about the model. Other keys are passed on to /model/info.',
);

export const modelEntrySchema = section(
  {
    model_name: requiredText('Name that clients ask for. Entries of one name share its load: a model group.'),
    litellm_params: litellmParamsSchema,
    model_info: modelInfoSchema.optional(),
    rpm: amount('Requests per minute; better under litellm_params.'),
    tpm: amount('Tokens per minute; better under litellm_params.'),
    ...kept('team_id', 'created_by'),
  },
  'A deployment: one way to reach a model.',
);

export type ModelEntry = z.output<typeof modelEntrySchema>;
export type LitellmParams = z.output<typeof litellmParamsSchema>;
export type ModelInfo = z.output<typeof modelInfoSchema>;
