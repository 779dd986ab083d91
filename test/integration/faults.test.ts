import { describe, expect, it } from 'vitest';
import { refusingUrl } from '../simulators/bedrock/bedrockSimulator.ts';
import { SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import {
  type Scripted as BedrockScripted,
  breakAfter as bedrockBreak,
  throttled as bedrockThrottled,
} from '../simulators/bedrock/scenario.ts';
import {
  type Scripted as OpenAiScripted,
  breakAfter as openAiBreak,
  throttled as openAiThrottled,
} from '../simulators/openai/scenario.ts';
import { startTestGateway } from './support/gateway.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from './support/upstreams.ts';

/** What the client of a stream sees when nothing else can answer. */
type Seen =
  | { readonly status: number }
  | { readonly event: string }
  /** A reset may overtake what was sent before it: then nothing has reached the client yet, and it gets a status. */
  | { readonly either: string }
  | { readonly done: true };

interface Fault<Scripted> {
  readonly name: string;
  readonly script: Scripted;
  readonly seen: Seen;
}

const TEXT = 'a few words of an answer';
const STOP_TIMEOUT = '      stream_timeout: 0.2\n';

const bedrockFaults: readonly Fault<BedrockScripted>[] = [
  { name: 'reset before headers', script: { kind: 'reset-before-headers' }, seen: { status: 503 } },
  { name: 'silence before headers', script: { kind: 'silence-before-headers' }, seen: { status: 408 } },
  { name: 'reset midway', script: bedrockBreak(3, { type: 'reset' }, TEXT), seen: { either: '503' } },
  { name: 'half a frame', script: bedrockBreak(3, { type: 'half-frame' }, TEXT), seen: { event: '503' } },
  { name: 'an end too early', script: bedrockBreak(3, { type: 'end' }, TEXT), seen: { event: '503' } },
  { name: 'garbage', script: bedrockBreak(3, { type: 'garbage' }, TEXT), seen: { either: '503' } },
  { name: 'silence midway', script: bedrockBreak(3, { type: 'silence' }, TEXT), seen: { event: '408' } },
  { name: 'one byte at a time', script: { text: TEXT, slowBytes: true }, seen: { done: true } },
  { name: '429', script: bedrockThrottled(), seen: { status: 429 } },
  { name: '429 with Retry-After', script: bedrockThrottled(3), seen: { status: 429 } },
  { name: '500', script: failure('InternalServerException', 500), seen: { status: 503 } },
  { name: '503', script: failure('ServiceUnavailableException', 503), seen: { status: 503 } },
  { name: 'an exception first', script: exception(0, 'throttlingException'), seen: { status: 429 } },
  { name: 'an exception after text', script: exception(3, 'modelStreamErrorException'), seen: { event: '503' } },
  { name: 'an unknown event', script: { text: TEXT, unknownEvent: true }, seen: { done: true } },
];

const openAiFaults: readonly Fault<OpenAiScripted>[] = [
  { name: 'reset before headers', script: { kind: 'reset-before-headers' }, seen: { status: 503 } },
  { name: 'silence before headers', script: { kind: 'silence-before-headers' }, seen: { status: 408 } },
  { name: 'reset midway', script: openAiBreak(3, { type: 'reset' }, TEXT), seen: { either: '503' } },
  { name: 'half a frame', script: openAiBreak(3, { type: 'half-frame' }, TEXT), seen: { event: '503' } },
  { name: 'an end too early', script: openAiBreak(3, { type: 'end' }, TEXT), seen: { event: '503' } },
  { name: 'garbage', script: openAiBreak(3, { type: 'garbage' }, TEXT), seen: { event: '502' } },
  { name: 'silence midway', script: openAiBreak(3, { type: 'silence' }, TEXT), seen: { event: '408' } },
  { name: 'one byte at a time', script: { text: TEXT, slowBytes: true }, seen: { done: true } },
  { name: '429', script: openAiThrottled(), seen: { status: 429 } },
  { name: '429 with Retry-After', script: openAiThrottled(3), seen: { status: 429 } },
  { name: '500', script: { kind: 'error', status: 500, name: 'server_error', message: 'oops' }, seen: { status: 500 } },
  { name: '503', script: { kind: 'error', status: 503, name: 'overloaded', message: 'busy' }, seen: { status: 503 } },
  {
    name: 'an error event first',
    script: openAiBreak(0, { type: 'error', name: 'server_error', message: 'oops' }, TEXT),
    seen: { status: 500 },
  },
  {
    name: 'an error event after text',
    script: openAiBreak(3, { type: 'error', name: 'server_error', message: 'oops' }, TEXT),
    seen: { event: '500' },
  },
  { name: 'an unknown event', script: { text: TEXT, unknownEvent: true }, seen: { done: true } },
];

function failure(name: string, status: number): BedrockScripted {
  return { kind: 'error', status, name, message: 'The system encountered an unexpected error.' };
}

function exception(events: number, name: string): BedrockScripted {
  return bedrockBreak(events, { type: 'exception', name, message: 'The stream failed.' }, TEXT);
}

describe.each(bedrockFaults)('Bedrock: $name', ({ script, seen }) => {
  it('ends in a typed error or an answer, a row, and nothing left behind', async () => {
    const upstream = await bedrockUpstream();
    upstream.script(SONNET_37, () => script);
    await expectOutcome(bedrockModel(upstream, 'model', SONNET_37, STOP_TIMEOUT), seen, () => upstream.idle());
  });
});

describe.each(openAiFaults)('OpenAI-compatible: $name', ({ script, seen }) => {
  it('ends in a typed error or an answer, a row, and nothing left behind', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', () => script);
    await expectOutcome(openAiModel(upstream, 'model', 'model-1', STOP_TIMEOUT), seen, () => upstream.idle());
  });
});

describe('a refused connection', () => {
  it('ends in 503 and a row', async () => {
    const gone = { url: await refusingUrl() };
    await expectOutcome(bedrockModel(gone, 'model', SONNET_37), { status: 503 }, async () => undefined);
  });
});

async function expectOutcome(model: string, seen: Seen, idle: () => Promise<void>): Promise<void> {
  const gateway = await startTestGateway(`model_list:\n${model}litellm_settings: { num_retries: 0 }\n`);
  const key = ((await (await gateway.call('/key/generate', { max_budget: 1 })).json()) as { key: string }).key;
  const response = await gateway.chat(
    { model: 'model', stream: true, messages: [{ role: 'user', content: 'Hello' }] },
    { authorization: `Bearer ${key}` },
  );
  const answered = 'done' in seen;
  const text = await response.text();
  if (answered) expect(text).toMatch(/data: \[DONE\]\n\n$/);
  else expectError(seen, response.status, text);
  const rows = await gateway.rows();
  expect(rows).toHaveLength(1);
  expect(rows[0]?.status).toBe(answered ? 'success' : 'failure');
  await expectNothingReserved(gateway, key);
  await gateway.close(0);
  await idle();
}

function expectError(seen: Exclude<Seen, { done: true }>, status: number, text: string): void {
  const expected = 'status' in seen ? String(seen.status) : 'event' in seen ? seen.event : seen.either;
  if ('status' in seen) expect(status).toBe(seen.status);
  if ('event' in seen) expect(status).toBe(200);
  const last = status === 200 ? (text.trimEnd().split('\n\n').at(-1) ?? '').replace(/^data: /, '') : text;
  expect(JSON.parse(last)).toMatchObject({ error: { code: expected, message: expect.stringMatching(/\w{3}/) } });
}

/** A reservation that was left behind would refuse a request that takes up the rest of the budget. */
async function expectNothingReserved(
  gateway: Awaited<ReturnType<typeof startTestGateway>>,
  key: string,
): Promise<void> {
  const info = (await (await gateway.call(`/key/info?key=${key}`)).json()) as { info: { spend: number } };
  const rest = Math.floor(((1 - info.info.spend) * 0.97) / 0.000015);
  const response = await gateway.chat(
    {
      model: 'model',
      max_tokens: Math.min(rest, 64_000),
      stream: true,
      messages: [{ role: 'user', content: 'Hello' }],
    },
    { authorization: `Bearer ${key}` },
  );
  const text = await response.text();
  expect(text).not.toContain('Budget has been exceeded');
}
