import { describe, expect, it } from 'vitest';
import type { ProviderCall, RelayRequest } from '../../../../src/domain/ports.ts';
import { toRelayBody } from '../../../../src/providers/openai/relayBody.ts';
import { callTo } from './fixtures.ts';

const LOCAL = new URL('http://127.0.0.1:8000/v1/chat/completions');
const OPENAI = new URL('https://api.openai.com/v1/chat/completions');

function bodyOf(body: object, call: ProviderCall = callTo(), url = LOCAL, stream = true) {
  const request: RelayRequest = { body: { ...body }, stream, includeUsage: false, responseModel: 'group' };
  return toRelayBody(request, call, url);
}

describe('the body', () => {
  it('asks a stream for its usage, and keeps other wishes', () => {
    const stream_options = { include_usage: false, continuous: true };
    expect(bodyOf({ stream_options })['stream_options']).toEqual({ include_usage: true, continuous: true });
    expect(bodyOf({ stream_options, stream: true }, callTo(), LOCAL, false)).toEqual({ model: 'model-1' });
  });

  it('does not ask a server that cannot, where additional_drop_params says so', () => {
    const call = callTo({ additionalDropParams: ['stream_options', 'seed'] });
    expect(bodyOf({ seed: 1 }, call)).toEqual({ model: 'model-1', stream: true });
  });

  it('takes defaults where the client left a parameter out', () => {
    const defaults = { temperature: 1, max_tokens: 100, stream: false, extra_body: { guided: true }, litellm_x: 1 };
    expect(bodyOf({ temperature: 0, top_p: null }, callTo({ defaults }))).toMatchObject({
      temperature: 0,
      top_p: null,
      max_tokens: 100,
      guided: true,
      stream: true,
    });
  });

  it('takes one output limit, the client’s', () => {
    const body = bodyOf({ max_completion_tokens: 5 }, callTo({ defaults: { max_tokens: 100 } }));
    expect(body).toMatchObject({ max_completion_tokens: 5 });
    expect(body).not.toHaveProperty('max_tokens');
  });

  it('suits OpenAI itself: metadata stays, max_tokens has its newer name', () => {
    const body = { messages: [], metadata: { a: '1' }, max_tokens: 5 };
    expect(bodyOf(body, callTo(), OPENAI)).toMatchObject({ metadata: { a: '1' }, max_completion_tokens: 5 });
    expect(bodyOf(body, callTo(), OPENAI)).not.toHaveProperty('max_tokens');
    expect(bodyOf(body)).toMatchObject({ max_tokens: 5 });
    expect(bodyOf(body)).not.toHaveProperty('metadata');
  });

  it('keeps cache marks for a model that caches', () => {
    const messages = [{ role: 'user', content: 'x', cache_control: { type: 'ephemeral' } }];
    const caching = callTo({ info: { supports_prompt_caching: true } });
    expect(bodyOf({ messages }, caching)['messages']).toBe(messages);
    expect(bodyOf({ messages })['messages']).toEqual([{ role: 'user', content: 'x' }]);
  });

  it('does not copy a conversation without cache marks', () => {
    const messages = [{ role: 'user', content: [{ type: 'text', text: 'x' }] }];
    expect(bodyOf({ messages })['messages']).toBe(messages);
  });

  it('keeps reasoning_content in the history', () => {
    const messages = [{ role: 'assistant', content: 'x', reasoning_content: 'y' }];
    expect(bodyOf({ messages })['messages']).toBe(messages);
  });

  it('drops Anthropic’s thinking where parameters may be dropped', () => {
    const body = { thinking: { type: 'enabled', budget_tokens: 1024 } };
    expect(bodyOf(body)).toHaveProperty('thinking');
    expect(bodyOf(body, callTo({}, { dropParams: true }))).not.toHaveProperty('thinking');
  });
});
