import { describe, expect, it } from 'vitest';
import { type RunDraft, toRunDraft } from '../../../../src/telemetry/mlflow/runs/runDraft.ts';
import { NOON } from '../../storage/support.ts';
import { AT_HOME, callTrace, EVERYTHING, FAILURE } from './support.ts';

const USAGE = {
  inputTokens: 100,
  outputTokens: 20,
  cacheReadTokens: 50,
  cacheWrite5mTokens: 6,
  cacheWrite1hTokens: 4,
  raw: {},
};
/** What the workshop's config lists. */
const WORKSHOP = {
  metrics: ['latency', 'prompt_tokens', 'completion_tokens', 'total_tokens', 'cost_usd'],
  params: ['model', 'messages', 'max_tokens', 'region'],
  tags: ['request_id', 'deployment', 'user', 'aws_account_id', 'sagemaker_endpoint'],
};

const valuesOf = (entries: RunDraft['metrics'] | RunDraft['params']) =>
  Object.fromEntries(entries.map(({ key, value }) => [key, value]));
const artifact = (draft: RunDraft, path: string) => draft.artifacts.find((each) => each.path === path)?.text;

describe('a call as a run', () => {
  it('has the call’s id for a name, its times, and ends FINISHED', () => {
    expect(toRunDraft(callTrace(), EVERYTHING, AT_HOME)).toMatchObject({
      callId: 'call-1',
      name: 'call-1',
      startTime: NOON,
      endTime: NOON + 1000,
      status: 'FINISHED',
    });
  });

  it('ends FAILED when the call failed, with the error in place of an answer', () => {
    const draft = toRunDraft(callTrace(FAILURE), EVERYTHING, AT_HOME);
    expect(draft.status).toBe('FAILED');
    expect(valuesOf(draft.tags)).toMatchObject({ status: 'failure', error_type: 'rate-limit' });
    expect(artifact(draft, 'error.txt')).toMatch(
      /^rate-limit \(HTTP 429\): Too many requests, please wait\.\nattempt 1 /,
    );
    expect(artifact(draft, 'prompt.txt')).toContain('capital of Japan');
    expect(artifact(draft, 'response.txt')).toBeUndefined();
  });

  it('counts cached tokens as part of the prompt', () => {
    const { metrics } = toRunDraft(callTrace({ usage: USAGE, cost: 1_500_000 }), EVERYTHING, AT_HOME);
    expect(valuesOf(metrics)).toMatchObject({
      latency_ms: 1000,
      time_to_first_token_ms: 200,
      prompt_tokens: 160,
      completion_tokens: 20,
      total_tokens: 180,
      cache_read_input_tokens: 50,
      cache_creation_input_tokens: 10,
      cost_usd: 0.0015,
    });
  });

  it('leaves out what is not known, rather than to call it 0', () => {
    const { metrics, params } = toRunDraft(callTrace({ ...FAILURE }, { parameters: {} }), EVERYTHING, AT_HOME);
    expect(Object.keys(valuesOf(metrics))).toEqual(['latency_ms', 'cache_savings_usd', 'attempts']);
    expect(valuesOf(params)).not.toHaveProperty('temperature');
  });

  it('carries who asked, of which team and with which key', () => {
    const record = { userId: 'ann', keyAlias: 'ci', endUser: 'customer-7', sessionId: 's-1', taskId: 't-1' };
    const { tags, params } = toRunDraft(
      callTrace(record, { teamAlias: 'tools', userEmail: 'ann@example.com' }),
      EVERYTHING,
      AT_HOME,
    );
    expect(valuesOf(tags)).toMatchObject({
      ...{ user_id: 'ann', api_key_alias: 'ci', end_user_id: 'customer-7', team_alias: 'tools' },
      ...{ user_email: 'ann@example.com', session_id: 's-1', task_id: 't-1', litellm_call_id: 'call-1' },
      ...{ request_id: 'chatcmpl-1', deployment: 'bedrock/us.anthropic.claude', 'mlflow.user': 'customer-7' },
    });
    expect(valuesOf(params)).toMatchObject({ user: 'customer-7', model: 'us.anthropic.claude', temperature: '0.2' });
  });

  it('writes prompt and answer as the workshop’s callback does', () => {
    const draft = toRunDraft(callTrace(), EVERYTHING, AT_HOME);
    expect(artifact(draft, 'prompt.txt')).toBe('system: Answer in one word.\nuser: What is the capital of Japan?');
    expect(artifact(draft, 'response.txt')).toBe('Tokyo');
  });

  it('writes calls of tools as JSON', () => {
    const call = { id: 'c1', type: 'function', function: { name: 'ls', arguments: '{}' } };
    const content = { request: { prompt: 'list' }, response: { role: 'assistant', content: null, tool_calls: [call] } };
    const draft = toRunDraft(callTrace({}, { content }), EVERYTHING, AT_HOME);
    expect(artifact(draft, 'prompt.txt')).toBe('user: list');
    expect(artifact(draft, 'response.txt')).toBe(JSON.stringify(call));
  });

  it('holds no content where none may go there', () => {
    const draft = toRunDraft(callTrace(FAILURE, { content: undefined }), WORKSHOP, AT_HOME);
    expect(draft.artifacts.map(({ path }) => path)).toEqual(['error.txt']);
    expect(JSON.stringify(draft)).not.toContain('Japan');
  });
});

describe('the lists of `litellm_settings.mlflow`', () => {
  const record = { model: 'arn:aws:bedrock:us-east-1:210987654321:inference-profile/p', endUser: 'bob' };

  it('choose metrics; `latency` comes also under the name that the workshop charts', () => {
    const { metrics } = toRunDraft(callTrace({ usage: USAGE }), WORKSHOP, AT_HOME);
    expect(valuesOf(metrics)).toEqual({
      ...{ latency_ms: 1000, latency: 1, prompt_tokens: 160, completion_tokens: 20, total_tokens: 180 },
      cost_usd: 0.0006,
    });
  });

  it('choose parameters, the messages among them', () => {
    const { params } = toRunDraft(callTrace(record), WORKSHOP, AT_HOME);
    expect(Object.keys(valuesOf(params))).toEqual(['model', 'messages', 'max_tokens', 'region']);
    expect(valuesOf(params)['messages']).toContain('capital of Japan');
  });

  it('choose tags besides those by which a call is found again', () => {
    const { tags } = toRunDraft(callTrace(record), WORKSHOP, AT_HOME);
    expect(valuesOf(tags)).toMatchObject({ user: 'bob', aws_account_id: '210987654321', litellm_call_id: 'call-1' });
    expect(valuesOf(tags)).not.toHaveProperty('sagemaker_endpoint');
    expect(valuesOf(tags)).not.toHaveProperty('model_group');
  });

  it('name endpoints and accounts of SageMaker', () => {
    const { tags } = toRunDraft(callTrace({ provider: 'sagemaker_chat', model: 'swallow' }), WORKSHOP, {
      environment: 'aws',
      account: '123456789012',
    });
    expect(valuesOf(tags)).toMatchObject({ sagemaker_endpoint: 'swallow', aws_account_id: '123456789012' });
  });

  it('may name any model parameter and any metadata of the request', () => {
    const wish = { metrics: [], params: ['seed'], tags: ['project'] };
    const draft = toRunDraft(callTrace({}, { parameters: { seed: 7 }, metadata: { project: 'torii' } }), wish, AT_HOME);
    expect(draft.metrics).toEqual([]);
    expect(valuesOf(draft.params)).toEqual({ seed: '7' });
    expect(valuesOf(draft.tags)).toMatchObject({ project: 'torii' });
  });
});
