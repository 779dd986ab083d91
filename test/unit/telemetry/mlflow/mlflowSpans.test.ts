import { describe, expect, it } from 'vitest';
import { toMlflowSpans } from '../../../../src/telemetry/mlflow/traces/mlflowSpans.ts';
import { NOON } from '../../storage/support.ts';
import { callTrace, FAILURE } from './support.ts';

const rootOf = (...input: Parameters<typeof callTrace>) => {
  const root = toMlflowSpans(callTrace(...input))[0];
  const attributes = root?.attributes ?? {};
  const json = (name: string): unknown => JSON.parse(String(attributes[name]));
  return { root, attributes, json };
};

describe('a call as a trace of MLflow', () => {
  it('is a root named as LiteLLM names it, with the attempts below it', () => {
    const [root, attempt] = toMlflowSpans(callTrace());
    expect(root).toMatchObject({
      name: 'litellm-acompletion',
      parentSpanId: undefined,
      startedAt: NOON,
      endedAt: NOON + 1000,
      status: { code: 'unset' },
    });
    expect(attempt).toMatchObject({ parentSpanId: root?.spanId, traceId: root?.traceId });
    expect(attempt?.attributes['mlflow.spanType']).toBe('LLM');
  });

  it('has no parent outside, so that MLflow sees its end', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect(rootOf({}, { metadata: { traceparent } }).root?.parentSpanId).toBeUndefined();
  });

  it('carries tokens and cost once, on the root', () => {
    const { json } = rootOf();
    expect(json('mlflow.chat.tokenUsage')).toEqual({
      input_tokens: 1134,
      output_tokens: 20,
      total_tokens: 1154,
      cache_read_input_tokens: 1000,
      cache_creation_input_tokens: 34,
    });
    expect(json('mlflow.llm.cost')).toEqual({ input_cost: 0.0003, output_cost: 0.0003, total_cost: 0.0006 });
    const attempts = toMlflowSpans(callTrace()).slice(1);
    expect(JSON.stringify(attempts)).not.toMatch(/tokenUsage|usage\.|cost/);
  });

  it('gives the parts of a cost their share of discount and margin', () => {
    expect(rootOf({ cost: 300_000 }).json('mlflow.llm.cost')).toEqual({
      input_cost: 0.00015,
      output_cost: 0.00015,
      total_cost: 0.0003,
    });
  });

  it('says nothing of a cost that is not known', () => {
    const { attributes } = rootOf({ cost: undefined, costParts: undefined, usage: undefined });
    expect(attributes['mlflow.llm.cost']).toBeUndefined();
    expect(attributes['mlflow.chat.tokenUsage']).toBeUndefined();
  });

  it('belongs to a session, a task where there is no session, and to a user', () => {
    const { attributes } = rootOf({ sessionId: 's-1', taskId: 't-1', endUser: 'bob', userId: 'ann' });
    expect(attributes).toMatchObject({ 'session.id': 's-1', 'user.id': 'bob', 'mlflow.traceTag.task_id': 't-1' });
    expect(rootOf({ taskId: 't-1', userId: 'ann' }).attributes).toMatchObject({
      'session.id': 't-1',
      'user.id': 'ann',
    });
  });

  it('turns request tags into tags, as LiteLLM does', () => {
    const { attributes } = rootOf({ tags: ['project:torii', 'nightly'] }, { teamAlias: 'tools' });
    expect(attributes).toMatchObject({
      'mlflow.traceTag.project': 'torii',
      'mlflow.traceTag.nightly': 'true',
      'mlflow.traceTag.team_alias': 'tools',
      request_tags: ['project:torii', 'nightly'],
    });
  });

  it('shows the conversation as a chat completion', () => {
    const { json } = rootOf({ requestId: 'chatcmpl-7' });
    expect(json('mlflow.spanInputs')).toMatchObject({
      model: 'claude',
      messages: [{ role: 'system' }, { role: 'user' }],
    });
    expect(json('mlflow.spanOutputs')).toEqual({
      id: 'chatcmpl-7',
      object: 'chat.completion',
      model: 'us.anthropic.claude',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Tokyo' }, finish_reason: null }],
    });
  });

  it('holds no content where none may go there', () => {
    expect(JSON.stringify(toMlflowSpans(callTrace({}, { content: undefined })))).not.toMatch(/spanInputs|Japan|Tokyo/);
  });

  it('is an error with the gateway’s words when the call failed', () => {
    const content = { request: { messages: [] }, response: { error: { type: 'rate-limit', message: 'wait' } } };
    const { root, json, attributes } = rootOf(FAILURE, { content });
    expect(root?.status).toEqual({ code: 'error', message: 'Too many requests, please wait.' });
    expect(json('mlflow.spanOutputs')).toEqual({ error: { type: 'rate-limit', message: 'wait' } });
    expect(attributes['mlflow.traceTag.error_type']).toBe('rate-limit');
  });

  it.each([
    ['acompletion', 'CHAT_MODEL'],
    ['atext_completion', 'LLM'],
    ['aembedding', 'EMBEDDING'],
  ])('of %s is of type %s', (callType, type) => {
    expect(rootOf({ callType }).attributes['mlflow.spanType']).toBe(type);
  });
});
