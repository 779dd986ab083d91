import type { Deployment } from '../../domain/deployment.ts';
import { isObject } from '../../domain/json.ts';

export type PromptRole = 'system' | 'user' | 'assistant';

export interface PromptTemplate {
  readonly initial?: string | undefined;
  readonly final?: string | undefined;
  readonly bosToken?: string | undefined;
  readonly eosToken?: string | undefined;
  readonly roles: Readonly<Partial<Record<PromptRole, { readonly before?: string; readonly after?: string }>>>;
}

/** Source: Meta "Llama 2 prompt format", with LiteLLM's placing of the system prompt. */
const LLAMA_2: PromptTemplate = {
  bosToken: '<s>',
  eosToken: '</s>',
  roles: {
    system: { before: '[INST] <<SYS>>\n', after: '\n<</SYS>>\n [/INST]\n' },
    user: { before: '[INST] ', after: ' [/INST]\n' },
    assistant: { after: '\n' },
  },
};

/** Source: Meta "Llama 3 model card and prompt formats". The container's tokenizer puts the first token before it. */
const LLAMA_3: PromptTemplate = {
  roles: {
    system: { before: '<|start_header_id|>system<|end_header_id|>\n\n', after: '<|eot_id|>' },
    user: { before: '<|start_header_id|>user<|end_header_id|>\n\n', after: '<|eot_id|>' },
    assistant: { before: '<|start_header_id|>assistant<|end_header_id|>\n\n', after: '<|eot_id|>' },
  },
  final: '<|start_header_id|>assistant<|end_header_id|>\n\n',
};

/** Source: Mistral "Chat templates". */
const MISTRAL: PromptTemplate = {
  initial: '<s>',
  roles: {
    system: { before: '[INST] ', after: ' [/INST]\n' },
    user: { before: '[INST] ', after: ' [/INST]\n' },
    assistant: { after: '</s>' },
  },
};

/** By the name of the Hugging Face model, or of the endpoint; a base model is no chat model, so the name must say it. */
const TEMPLATES: readonly (readonly [RegExp, PromptTemplate])[] = [
  [/llama-?2.*chat/i, LLAMA_2],
  [/llama-?3.*instruct/i, LLAMA_3],
  [/mi[sx]tral.*instruct/i, MISTRAL],
];

/**
 * The template in the config (`roles`, `initial_prompt_value`, `final_prompt_value`, `bos_token`, `eos_token`, as in
 * LiteLLM), else the one of `hf_model_name` or the endpoint's name; undefined where none of them tells.
 */
export function toPromptTemplate(deployment: Deployment, endpointName: string): PromptTemplate | undefined {
  const { roles, hf_model_name: named } = deployment.defaults;
  if (isObject(roles)) return toOwnTemplate(roles, deployment.defaults);
  const name = typeof named === 'string' ? named : endpointName;
  return TEMPLATES.find(([pattern]) => pattern.test(name))?.[1];
}

/** Keys of the config that make the prompt and are no parameters of the container. */
export const PROMPT_KEYS: ReadonlySet<string> = new Set([
  'roles',
  'initial_prompt_value',
  'final_prompt_value',
  'bos_token',
  'eos_token',
  'hf_model_name',
  'sagemaker_base_url',
]);

function toOwnTemplate(
  roles: Readonly<Record<string, unknown>>,
  defaults: Readonly<Record<string, unknown>>,
): PromptTemplate {
  const marks = (role: PromptRole) => {
    const own = isObject(roles[role]) ? roles[role] : {};
    return { before: textOf(own['pre_message']), after: textOf(own['post_message']) };
  };
  return {
    initial: textOf(defaults['initial_prompt_value']),
    final: textOf(defaults['final_prompt_value']),
    bosToken: textOf(defaults['bos_token']),
    eosToken: textOf(defaults['eos_token']),
    roles: { system: marks('system'), user: marks('user'), assistant: marks('assistant') },
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
