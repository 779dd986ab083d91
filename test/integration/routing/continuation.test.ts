import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { SONNET_35, SONNET_37 } from '../../simulators/bedrock/fixtures.ts';
import { breakAfter as bedrockBreak } from '../../simulators/bedrock/scenario.ts';
import { breakAfter } from '../../simulators/openai/scenario.ts';
import { contentOf, frames, MASTER_KEY, startTestGateway } from '../support/gateway.ts';
import { bedrockModel, bedrockUpstream } from '../support/upstreams.ts';
import { HELLO, routedGateway } from './group.ts';

const MEMBERS = [
  { group: 'first', model: 'a', price: 0.000001 },
  { group: 'second', model: 'b', price: 0.000002 },
];
const SETTINGS =
  'torii_settings: { continue_streams: true }\nlitellm_settings: { num_retries: 0, fallbacks: [{ first: [second] }] }\n';
const BROKEN = breakAfter(3, { type: 'error', name: 'server_error', message: 'the GPU fell off' }, 'Once upon a time');
const USAGE = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 };

interface Spent {
  readonly spend: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

describe('a stream that breaks off after its first content', () => {
  it('is continued by a fallback, with what was said as the beginning of its answer', async () => {
    const { upstream, gateway, ask } = await routedGateway(MEMBERS, SETTINGS);
    upstream.script('a', () => BROKEN);
    upstream.script('b', () => ({ text: ' there was a fox.', usage: USAGE }));
    const data = await frames(await ask({ stream: true, stream_options: { include_usage: true } }));
    const messages = upstream.requests[1]?.body['messages'];
    const said = Array.isArray(messages) ? String((messages.at(-1) as { content: unknown }).content) : '';
    expect(said).not.toBe('');
    expect('Once upon a time'.startsWith(said)).toBe(true);
    expect(contentOf(data)).toBe(`${said} there was a fox.`);
    // One answer: one id, one end.
    const chunks = data.filter((part) => part !== '[DONE]').map((part) => JSON.parse(part) as { id: string });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(data.filter((part) => part.includes('"finish_reason":"stop"'))).toHaveLength(1);
    expect(data.at(-1)).toBe('[DONE]');
    const [row] = await gateway.rows();
    expect(row?.metadata.attempts.map(({ group, status, reason }) => [group, status, reason])).toEqual([
      ['first', 'failure', 'first'],
      ['second', 'success', 'fallback'],
    ]);
  });

  it('has the usage of both parts, each at its own price, in its row and for the client', async () => {
    const { upstream, gateway, ask } = await routedGateway(MEMBERS, SETTINGS);
    upstream.script('a', () => BROKEN);
    upstream.script('b', () => ({ text: ' there was a fox.', usage: USAGE }));
    const data = await frames(await ask({ stream: true, stream_options: { include_usage: true } }));
    const told = data.flatMap((part) =>
      part.includes('"usage":{') ? [JSON.parse(part) as { usage: typeof USAGE }] : [],
    );
    const [row] = (await gateway.rows()) as unknown as readonly Spent[];
    const { usage } = told.at(-1) ?? { usage: USAGE };
    expect(row).toMatchObject({
      prompt_tokens: usage.prompt_tokens,
      completion_tokens: usage.completion_tokens,
    });
    const broken = {
      prompt: usage.prompt_tokens - USAGE.prompt_tokens,
      completion: usage.completion_tokens - USAGE.completion_tokens,
    };
    expect(broken.prompt).toBeGreaterThan(0);
    expect(broken.completion).toBeGreaterThan(0);
    expect(row?.spend).toBeCloseTo((broken.prompt + broken.completion) * 0.000001 + 110 * 0.000002, 12);
  });

  it('ends with an error event when the fallback fails, too', async () => {
    const { upstream, gateway, ask } = await routedGateway(MEMBERS, SETTINGS);
    upstream.script('a', () => BROKEN);
    upstream.script('b', () => ({ kind: 'error', status: 503, name: 'overloaded', message: 'busy' }));
    const data = await frames(await ask({ stream: true }));
    expect(data).not.toContain('[DONE]');
    expect(data.join('')).not.toContain('"finish_reason":"stop"');
    expect(JSON.parse(data.at(-1) ?? '')).toMatchObject({
      error: { message: expect.stringContaining('the GPU fell off') },
    });
    const [row] = await gateway.rows();
    expect(row).toMatchObject({ status: 'failure' });
    expect(row?.spend).toBeGreaterThan(0);
  });

  it('is not continued in the midst of a tool call', async () => {
    const { upstream, called, ask } = await routedGateway(MEMBERS, SETTINGS);
    upstream.script('a', () => ({
      toolCalls: [{ name: 'read', input: { path: 'a long path to some file' } }],
      chunkSize: 4,
      breakAfter: { events: 4, how: { type: 'error', name: 'server_error', message: 'gone' } },
    }));
    const tools = [{ type: 'function', function: { name: 'read', parameters: { type: 'object', properties: {} } } }];
    const data = await frames(await ask({ stream: true, tools }));
    expect(JSON.parse(data.at(-1) ?? '')).toMatchObject({ error: { message: expect.stringContaining('gone') } });
    expect(called()).toEqual(['a']);
  });

  it('is an error event where continuation is not switched on', async () => {
    const { upstream, called, ask } = await routedGateway(MEMBERS, SETTINGS.slice(SETTINGS.indexOf('\n') + 1));
    upstream.script('a', () => BROKEN);
    const data = await frames(await ask({ stream: true }));
    expect(JSON.parse(data.at(-1) ?? '')).toMatchObject({ error: { code: '500' } });
    expect(called()).toEqual(['a']);
  });
});

describe('in the other dialects', () => {
  async function broken() {
    const routed = await routedGateway(MEMBERS, SETTINGS);
    routed.upstream.script('a', () => BROKEN);
    routed.upstream.script('b', () => ({ text: ' there was a fox.', usage: USAGE }));
    return routed;
  }

  it("Anthropic's is one message with one block of text, read by its own SDK", async () => {
    const { gateway } = await broken();
    const client = new Anthropic({ baseURL: gateway.baseUrl, apiKey: MASTER_KEY });
    const stream = client.messages.stream({
      model: 'first',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'Hello' }],
    });
    const message = await stream.finalMessage();
    expect(message.stop_reason).toBe('end_turn');
    expect(message.content).toHaveLength(1);
    expect(message.content[0]).toMatchObject({
      type: 'text',
      text: expect.stringMatching(/^Once.* there was a fox\.$/),
    });
    expect(message.usage.output_tokens).toBeGreaterThan(10);
  });

  it('Responses is one response with one message', async () => {
    const { gateway } = await broken();
    const response = await gateway.call('/v1/responses', { model: 'first', input: 'Hello', stream: true });
    const data = await response.text();
    const completed = data
      .split('\n')
      .filter((line) => line.startsWith('data: {'))
      .map((line) => JSON.parse(line.slice('data: '.length)) as { type: string; response?: { output: unknown[] } })
      .filter(({ type }) => type === 'response.completed');
    expect(completed).toHaveLength(1);
    expect(completed[0]?.response?.output).toMatchObject([
      { type: 'message', content: [{ text: expect.stringMatching(/^Once.* there was a fox\.$/) }] },
    ]);
  });

  it('completions go on, too', async () => {
    const { gateway } = await broken();
    const response = await gateway.call('/v1/completions', { model: 'first', prompt: 'Hello', stream: true });
    const text = (await frames(response))
      .filter((part) => part !== '[DONE]')
      .map((part) => (JSON.parse(part) as { choices: { text?: string }[] }).choices[0]?.text ?? '')
      .join('');
    expect(text).toMatch(/^Once.* there was a fox\.$/);
  });
});

describe('on Bedrock', () => {
  it('the request for the rest is accepted, with what was said as a prefill', async () => {
    const bedrock = await bedrockUpstream();
    bedrock.script(SONNET_37, () =>
      bedrockBreak(4, { type: 'exception', name: 'modelStreamErrorException', message: 'x' }, 'Once upon a time'),
    );
    bedrock.script(SONNET_35, () => ({ text: 'there was a fox.' }));
    const gateway = await startTestGateway(
      `model_list:\n${bedrockModel(bedrock, 'first', SONNET_37)}${bedrockModel(bedrock, 'second', SONNET_35)}${SETTINGS}`,
    );
    const data = await frames(await gateway.chat({ model: 'first', stream: true, messages: HELLO }));
    expect(contentOf(data)).toMatch(/^Once.*there was a fox\.$/);
    expect(bedrock.requests[1]?.body.messages?.at(-1)).toMatchObject({ role: 'assistant' });
  });
});
