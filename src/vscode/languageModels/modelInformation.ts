import { z } from 'zod';

const PER_MILLION = 1e6;
/** What the editor is told where a limit is not known, in tokens: it wants numbers and cuts prompts by them. */
const USUAL_INPUT = 128_000;
const USUAL_OUTPUT = 8192;

const count = z.number().int().positive().nullish();
const infoSchema = z.object({
  model_name: z.string(),
  model_info: z.object({
    key: z.string().nullish(),
    mode: z.string().nullish(),
    litellm_provider: z.string().nullish(),
    max_input_tokens: count,
    max_output_tokens: count,
    input_cost_per_token: z.number().nullish(),
    output_cost_per_token: z.number().nullish(),
    supports_function_calling: z.boolean().nullish(),
    supports_vision: z.boolean().nullish(),
  }),
});
export const modelInfosSchema = z.object({ data: z.array(infoSchema) });
type ModelInfo = z.infer<typeof infoSchema>;

/** A model as the editor lists it. */
export interface ModelInformation {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly version: string;
  readonly detail?: string;
  readonly tooltip: string;
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
  readonly capabilities: { readonly imageInput: boolean; readonly toolCalling: boolean };
  /** Of a later API: the picker shows the model without a detour through "Manage Models". */
  readonly isUserSelectable: true;
}

/**
 * One model per group that chats, from the gateway's `/v1/model/info`. A group promises what each of its deployments
 * can do, because any of them may answer.
 */
export function toModelInformation(infos: readonly ModelInfo[]): readonly ModelInformation[] {
  const groups = new Map<string, ModelInfo[]>();
  for (const info of infos) {
    if (info.model_info.mode === 'chat') groups.set(info.model_name, [...(groups.get(info.model_name) ?? []), info]);
  }
  return [...groups].map(([name, members]) => toModel(name, members));
}

function toModel(name: string, members: readonly ModelInfo[]): ModelInformation {
  const infos = members.map(({ model_info: info }) => info);
  const [first] = infos;
  const price = priceOf(first);
  const key = first?.key ?? name;
  return {
    id: name,
    name,
    family: familyOf(key),
    version: key,
    ...(price === undefined ? {} : { detail: price }),
    tooltip: ['Torii', key, price].filter((word) => word !== undefined).join(' · '),
    maxInputTokens: least(infos.map(({ max_input_tokens: limit }) => limit)) ?? USUAL_INPUT,
    maxOutputTokens: least(infos.map(({ max_output_tokens: limit }) => limit)) ?? USUAL_OUTPUT,
    capabilities: {
      imageInput: infos.every(({ supports_vision: images }) => images === true),
      toolCalling: infos.every(({ supports_function_calling: tools }) => tools === true),
    },
    isUserSelectable: true,
  };
}

function least(limits: readonly (number | null | undefined)[]): number | undefined {
  const known = limits.filter((limit) => typeof limit === 'number');
  return known.length === 0 ? undefined : Math.min(...known);
}

/** In and out, USD per million tokens. */
function priceOf(info: ModelInfo['model_info'] | undefined): string | undefined {
  const { input_cost_per_token: input, output_cost_per_token: output } = info ?? {};
  if (typeof input !== 'number' || typeof output !== 'number') return undefined;
  return `$${usd(input)} / $${usd(output)}`;
}

function usd(perToken: number): string {
  return String(Number((perToken * PER_MILLION).toPrecision(4)));
}

/** `claude-sonnet-4-5` of `bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0`: extensions choose their prompts by it. */
function familyOf(key: string): string {
  const id = key.split('/').at(-1) ?? key;
  return id.replace(/^(?:[a-z]+(?:-[a-z]+)?\.){1,2}(?=[a-z])/, '').replace(/(?:-\d{8})?(?:-v\d+)?(?::\d+[\w]*)?$/, '');
}
