import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentOf, frames, startTestGateway } from './support/gateway.ts';
import { sagemakerUpstream } from './support/sagemakerUpstream.ts';
import { awsEnvironment, bedrockUpstream, openAiUpstream } from './support/upstreams.ts';

const HELLO = [{ role: 'user', content: 'Hello' }];
const SWALLOW = 'llama-3-3-swallow-70b-q4bit';
const CLAUDE_37 = 'us.anthropic.claude-3-7-sonnet-20250219-v1:0';

function workshopConfig(name: string): string {
  return readFileSync(new URL(`../contract/config/workshop/${name}`, import.meta.url), 'utf8');
}

describe('the workshop on Torii', () => {
  it.each([
    'litellm_iam_role_config.yml',
    'litellm_access_key_config.yml',
    'litellm_iam_role_config_claude.yml',
    'litellm_prompt_caching.yml',
    'langfuse_iam_role_config.yml',
    'langfuse_access_key_config.yml',
    'langfuse_prompt_caching.yml',
    'mlflow_default_config.yml',
  ])('%s answers with its key, unchanged', async (name) => {
    const bedrock = await bedrockUpstream();
    const gateway = await startTestGateway(workshopConfig(name), {
      ...awsEnvironment(bedrock),
      LITELLM_MASTER_KEY: 'sk-litellm-test-key',
    });
    const response = await gateway.chat(
      { model: 'bedrock-converse-us-claude-3-7-sonnet-v1', messages: HELLO },
      { authorization: 'Bearer sk-litellm-test-key' },
    );
    expect(response.status).toBe(200);
    expect(bedrock.requests[0]?.model).toBe(CLAUDE_37);
  });

  it('falls back from Claude 3.7 to 3.5 v2 in the order of its author', async () => {
    const bedrock = await bedrockUpstream();
    bedrock.script(CLAUDE_37, () => ({
      kind: 'error',
      status: 503,
      name: 'ServiceUnavailableException',
      message: 'busy',
    }));
    const config = workshopConfig('litellm_iam_role_config.yml').replace('num_retries: 2', 'num_retries: 0');
    const gateway = await startTestGateway(config, awsEnvironment(bedrock));
    const response = await gateway.chat({ model: 'bedrock-converse-us-claude-3-7-sonnet-v1', messages: HELLO });
    expect(response.status).toBe(200);
    expect(bedrock.requests.map(({ model }) => model)).toEqual([
      CLAUDE_37,
      'us.anthropic.claude-3-5-sonnet-20241022-v2:0',
    ]);
  });

  it.each([true, false])('answers from the SageMaker endpoint of its config (stream: %s)', async (stream) => {
    const [bedrock, sagemaker] = [await bedrockUpstream(), await sagemakerUpstream([SWALLOW])];
    const gateway = await startTestGateway(workshopConfig('sagemaker_default_config.yaml'), {
      ...awsEnvironment(bedrock),
      AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sagemaker.url,
    });
    const response = await gateway.chat({ model: 'swallow-llama', messages: HELLO, stream, max_tokens: 64 });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-litellm-model-group')).toBe('swallow-llama');
    const text = stream
      ? contentOf(await frames(response))
      : ((await response.json()) as { choices: { message: { content: string } }[] }).choices[0]?.message.content;
    expect(text).toBe('You said: Hello');
    expect(sagemaker.requests[0]).toMatchObject({
      endpoint: SWALLOW,
      body: { inputs: 'Hello', parameters: { max_new_tokens: 64 } },
    });
    expect(bedrock.requests).toEqual([]);
    const [row] = await gateway.rows();
    expect(row).toMatchObject({ status: 'success', model_group: 'swallow-llama', spend: null });
  });

  it('answers for a SageMaker group by its fallback on Bedrock when the endpoint fails', async () => {
    const [bedrock, sagemaker] = [await bedrockUpstream(), await sagemakerUpstream([SWALLOW])];
    sagemaker.script(SWALLOW, () => ({ kind: 'model-error', status: 500, body: { error: 'CUDA out of memory' } }));
    const config = workshopConfig('sagemaker_default_config.yaml').replace('num_retries: 2', 'num_retries: 0');
    const gateway = await startTestGateway(config, {
      ...awsEnvironment(bedrock),
      AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sagemaker.url,
    });
    const response = await gateway.chat({ model: 'swallow-llama', messages: HELLO });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-litellm-model-group')).toBe('bedrock-claude-sonnet-3-5');
    const [row] = await gateway.rows();
    expect(row?.metadata.attempts[0]).toMatchObject({ group: 'swallow-llama', status: 'failure' });
  });

  it('reaches the OpenAI-compatible servers of the other guide with their models and keys', async () => {
    const server = await openAiUpstream({ apiKey: 'None', models: ['vicuna-13b'], embeddingModels: ['sentence-luke'] });
    const text = workshopConfig('litellm_openai_backends.yml').replaceAll(
      /http:\/\/host\.docker\.internal:\d+\/v1/g,
      server.url,
    );
    const gateway = await startTestGateway(text);
    const chat = await gateway.chat({ model: 'gpt-3.5-turbo', messages: HELLO });
    expect(chat.status).toBe(200);
    expect(await chat.json()).toMatchObject({ model: 'gpt-3.5-turbo' });
    const embedding = await gateway.call('/v1/embeddings', {
      model: 'text-embedding-ada-002',
      input: 'query: 夕飯はお肉です。',
    });
    expect(embedding.status).toBe(200);
    expect(server.requests.map(({ model }) => model)).toEqual(['vicuna-13b', 'sentence-luke']);
  });
});
