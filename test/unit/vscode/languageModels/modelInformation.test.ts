import { expect, it } from 'vitest';
import { modelInfosSchema, toModelInformation } from '../../../../src/vscode/languageModels/modelInformation.ts';

const CLAUDE = {
  key: 'bedrock/converse/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  mode: 'chat',
  litellm_provider: 'bedrock',
  max_input_tokens: 200_000,
  max_output_tokens: 64_000,
  input_cost_per_token: 0.000003,
  output_cost_per_token: 0.000015,
  supports_function_calling: true,
  supports_vision: true,
};

function models(...rows: readonly { readonly name: string; readonly info: object }[]) {
  const data = rows.map(({ name, info }) => ({ model_name: name, litellm_params: {}, model_info: info }));
  return toModelInformation(modelInfosSchema.parse({ data }).data);
}

it('lists a group with its limits, capabilities and price', () => {
  expect(models({ name: 'large', info: CLAUDE })).toEqual([
    {
      id: 'large',
      name: 'large',
      family: 'claude-sonnet-4-5',
      version: CLAUDE.key,
      detail: '$3 / $15',
      tooltip: `Torii · ${CLAUDE.key} · $3 / $15`,
      maxInputTokens: 200_000,
      maxOutputTokens: 64_000,
      capabilities: { imageInput: true, toolCalling: true },
      isUserSelectable: true,
    },
  ]);
});

it('promises of a group what each of its deployments can do', () => {
  const small = { ...CLAUDE, max_input_tokens: 32_000, supports_vision: false };
  expect(models({ name: 'large', info: CLAUDE }, { name: 'large', info: small })).toMatchObject([
    { maxInputTokens: 32_000, capabilities: { imageInput: false, toolCalling: true } },
  ]);
});

it('leaves embeddings out, and says nothing of a price that is not known', () => {
  const unknown = { key: 'openai/local', mode: 'chat', input_cost_per_token: null };
  const [model, ...rest] = models({ name: 'e', info: { mode: 'embedding' } }, { name: 'local', info: unknown });
  expect(rest).toEqual([]);
  expect(model).toMatchObject({ maxInputTokens: 128_000, maxOutputTokens: 8192, family: 'local' });
  expect(model).not.toHaveProperty('detail');
});

it.each([
  ['bedrock/us.anthropic.claude-3-7-sonnet-20250219-v1:0', 'claude-3-7-sonnet'],
  ['bedrock/amazon.nova-pro-v1:0', 'nova-pro'],
  ['bedrock/global.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
  ['openai/gpt-5.1-mini', 'gpt-5.1-mini'],
  ['demo/chat', 'chat'],
])('tells the family of %s', (key, family) => {
  expect(models({ name: 'x', info: { ...CLAUDE, key } })[0]?.family).toBe(family);
});
