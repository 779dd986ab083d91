import { z } from 'zod';
import { text, textList } from './fields.ts';

const target = z.union([z.string(), z.looseObject({ model: z.string() }).transform((value) => value.model)], {
  error: 'the name of a model group',
});

const targets = z.union([z.array(target), target.transform((one) => [one])], { error: 'a list of model groups' });

const fallbackMap = z.record(z.string(), targets, { error: 'a map from a model group to a list of model groups' });

/** `[{group: [group, …]}, …]`; one map in place of the list is understood too. */
function fallbackList(description: string) {
  return z
    .union([z.array(fallbackMap), fallbackMap.transform((one) => [one])], {
      error: 'a list of maps, each from a model group to a list of model groups',
    })
    .optional()
    .describe(description);
}

/** Keys that `litellm_settings` and `router_settings` share. */
export const reliabilityShape = {
  fallbacks: fallbackList('Model groups to try, in order, when every deployment of a group has failed.'),
  default_fallbacks: textList('Fallbacks of every model group that has none of its own.'),
  context_window_fallbacks: fallbackList('Fallbacks for prompts that are too long for a model.'),
  content_policy_fallbacks: fallbackList("Fallbacks for requests that a provider's content filter refuses."),
};

export const aliasField = z
  .record(
    z.string(),
    z.union([z.string(), z.looseObject({ model: z.string(), hidden: z.boolean().optional() })], {
      error: 'the name of a model group, or a map with `model` and `hidden`',
    }),
    { error: 'a map from an alias to a model group' },
  )
  .optional()
  .describe('Other names for model groups. `{model: …, hidden: true}` keeps an alias out of the list of models.');

export const credentialSchema = z
  .looseObject(
    {
      credential_name: z.string({ error: 'text' }).describe('Named by `litellm_credential_name` of a deployment.'),
      credential_values: z
        .record(z.string(), z.unknown(), { error: 'a map' })
        .optional()
        .describe('Keys of `litellm_params`, e.g. `api_key` or `aws_access_key_id`.'),
      credential_info: z.unknown().optional().describe('Free notes.'),
      description: text('Free note.'),
    },
    { error: 'a map with credential_name and credential_values' },
  )
  .describe('Credentials that several deployments share.');
