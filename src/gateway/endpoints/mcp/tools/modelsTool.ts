import { z } from 'zod';
import { visibleModels } from '../../models.ts';
import { toModelGroups } from '../../torii/modelView.ts';
import { defineTool, isoOf } from '../mcpTool.ts';

const MOST_GROUPS = 100;
const MOST_DEPLOYMENTS = 20;

const deploymentSchema = z.object({
  provider: z.string(),
  model: z.string(),
  region: z.string().nullable(),
  health: z.enum(['ready', 'cooling', 'unavailable']),
  coolingUntil: z.string().nullable(),
  inputPrice: z.number().nullable(),
  outputPrice: z.number().nullable(),
  cacheReadPrice: z.number().nullable(),
  cacheWritePrice: z.number().nullable(),
  maxInputTokens: z.number().nullable(),
  maxOutputTokens: z.number().nullable(),
  mode: z.enum(['chat', 'embedding']),
  supports: z.object({
    tools: z.boolean(),
    images: z.boolean(),
    documents: z.boolean(),
    thinking: z.boolean(),
    promptCaching: z.boolean(),
  }),
});

/** The model groups that the caller may use. */
export const modelsTool = defineTool({
  name: 'torii_models',
  title: 'Models',
  description:
    'Model groups with their deployments: health, prices in USD per million tokens (null is unknown), limits, capabilities, and the groups to fall back to.',
  input: z.object({ model: z.string().optional().describe('Only this model group.') }),
  output: z.object({
    models: z.array(
      z.object({
        name: z.string(),
        aliases: z.array(z.string()),
        fallbacks: z.array(z.string()),
        deployments: z.array(deploymentSchema),
      }),
    ),
    truncated: z.boolean(),
  }),
  read({ context, caller }, { model }) {
    const visible = new Set(visibleModels(context, caller, true));
    const groups = toModelGroups(context).filter(
      ({ name }) => visible.has(name) && (model === undefined || name === model),
    );
    const models = groups.slice(0, MOST_GROUPS).map(({ name, aliases, fallbacks, deployments }) => ({
      name,
      aliases,
      fallbacks: fallbacks.filter((group) => visible.has(group)),
      deployments: deployments.slice(0, MOST_DEPLOYMENTS).map(toDeployment),
    }));
    return Promise.resolve({ models, truncated: groups.length > MOST_GROUPS });
  },
});

function toDeployment({
  coolingUntil,
  ...deployment
}: ReturnType<typeof toModelGroups>[number]['deployments'][number]): z.infer<typeof deploymentSchema> {
  return {
    ...deploymentSchema.omit({ coolingUntil: true }).parse(deployment),
    coolingUntil: isoOf(coolingUntil ?? undefined),
  };
}
