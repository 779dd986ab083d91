import { describe, expect } from 'vitest';
import { contentOf, frames, startTestGateway } from '../../integration/support/gateway.ts';
import { bedrockModel, bedrockUpstream } from '../../integration/support/upstreams.ts';
import { SONNET_37 } from '../../simulators/bedrock/fixtures.ts';
import { breakAfter } from '../../simulators/bedrock/scenario.ts';
import { bedrockCase } from './caseHarness.ts';

const HELLO = { model: 'sonnet', stream: true, messages: [{ role: 'user', content: 'Hi' }] };

async function gatewayBefore(answer: ReturnType<typeof breakAfter> & { readonly unknownEvent?: boolean }) {
  const simulator = await bedrockUpstream();
  simulator.script(SONNET_37, () => answer);
  const settings = 'router_settings:\n  num_retries: 0\n';
  return await startTestGateway(`model_list:\n${bedrockModel(simulator, 'sonnet', SONNET_37)}${settings}`);
}

describe('10. Stream: failures', () => {
  bedrockCase(70, 'an exception as the first frame is an answer with its status', async () => {
    const how = { type: 'exception', name: 'validationException', message: 'The text is too odd.' } as const;
    const gateway = await gatewayBefore(breakAfter(0, how));
    const response = await gateway.chat(HELLO);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining('The text is too odd.'), type: 'invalid_request_error', code: '400' },
    });
  });

  bedrockCase(71, 'an exception after text is an error event, without an end and with a failed row', async () => {
    const how = { type: 'exception', name: 'throttlingException', message: 'Slow down.' } as const;
    const gateway = await gatewayBefore(breakAfter(3, how));
    const response = await gateway.chat(HELLO);
    expect(response.status).toBe(200);
    const data = await frames(response);
    expect(contentOf(data.slice(0, -1))).toBe('Hello from the s'.slice(0, contentOf(data.slice(0, -1)).length));
    expect(contentOf(data.slice(0, -1))).not.toBe('');
    expect(JSON.parse(data.at(-1) ?? '')).toMatchObject({
      error: { message: expect.stringContaining('Slow down.'), code: '429' },
    });
    expect(data.join('')).not.toMatch(/"finish_reason":"|\[DONE\]/);
    expect((await gateway.rows())[0]).toMatchObject({ status: 'failure' });
  });

  bedrockCase(72, 'unknown events are passed over; a stream of nothing else fails', async (record) => {
    const start = { messageStart: { role: 'assistant' } };
    const chunks = record.stream([
      { $unknown: ['futureEvent', {}] },
      start,
      { contentBlockDelta: { contentBlockIndex: 0 } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'Hi' } } },
      { messageStop: { stopReason: 'end_turn' } },
    ]);
    expect(chunks.map(({ choices }) => choices[0]?.delta['content'])).toEqual(['Hi', undefined]);
    const gateway = await gatewayBefore({ ...breakAfter(1, { type: 'end' }), unknownEvent: true });
    const response = await gateway.chat(HELLO);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('The stream ended before the answer was complete.');
  });
});

const refused = (name: string, message: string, httpStatusCode = 400) => ({
  name,
  message,
  $metadata: { httpStatusCode },
});

describe('11. Errors', () => {
  bedrockCase(73, 'a prompt that is too long is told apart', (record) => {
    for (const words of [
      'too many tokens',
      'expected maxLength: 100, actual: 200',
      'Input is too long for requested model.',
      'prompt is too long: 300000 tokens > 200000 maximum',
      'prompt: length: 1..100',
      'Too many input tokens',
    ]) {
      expect(record.fail(refused('ValidationException', words))).toMatchObject({
        status: 400,
        error: { message: `BedrockException: Context Window Error - ${words}`, code: '400' },
      });
    }
  });

  bedrockCase(74, 'refusals of the conversation are 400', (record) => {
    for (const words of [
      'Conversation blocks and tool result blocks cannot be provided in the same turn.',
      'Malformed input request: extraneous key',
      'A conversation must start with a user message.',
    ]) {
      expect(record.fail(refused('ValidationException', words))).toMatchObject({
        status: 400,
        error: { message: `BedrockException: ${words}`, type: 'invalid_request_error' },
      });
    }
  });

  bedrockCase(75, 'missing and refused credentials are 401 and say what to do', (record) => {
    for (const words of ['Unable to locate credentials', 'The security token included in the request is invalid']) {
      const { status, error } = record.fail(refused('UnrecognizedClientException', words, 403));
      expect(status).toBe(401);
      expect(error.message).toContain(words);
      expect(error.message).toContain('aws sso login');
    }
  });

  bedrockCase(76, 'exceptions by their type', (record) => {
    const statusOf = (name: string, message: string, status = 400) =>
      record.fail(refused(name, message, status)).status;
    expect(statusOf('AccessDeniedException', 'You may not.', 403)).toBe(403);
    expect(statusOf('ThrottlingException', 'Slow down.', 429)).toBe(429);
    expect(statusOf('throttlingException', 'Slow down.')).toBe(429);
    expect(statusOf('ModelTimeoutException', 'timed out', 408)).toBe(408);
    expect(
      record.fail({ name: 'TimeoutError', message: 'Connect timeout on endpoint URL', code: 'ETIMEDOUT' }).status,
    ).toBe(408);
    expect(statusOf('ValidationException', 'Could not process image')).toBe(400);
  });

  bedrockCase(77, 'anything else by its status', (record) => {
    for (const [given, status] of [
      [500, 503],
      [401, 401],
      [400, 400],
      [404, 404],
      [408, 408],
      [422, 400],
      [429, 429],
      [503, 503],
      [504, 408],
    ] as const) {
      expect(record.fail(refused('SomethingElse', 'Odd.', given)).status).toBe(status);
    }
  });
});
