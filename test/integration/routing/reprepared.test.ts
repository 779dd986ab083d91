import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breakAfter } from '../../simulators/bedrock/scenario.ts';
import type { TestGateway } from '../support/gateway.ts';
import { startTestGateway } from '../support/gateway.ts';
import { awsEnvironment, bedrockUpstream } from '../support/upstreams.ts';

const CLAUDE_37 = 'us.anthropic.claude-3-7-sonnet-20250219-v1:0';
const CLAUDE_35 = 'us.anthropic.claude-3-5-sonnet-20241022-v2:0';
const GROUP = 'bedrock-converse-us-claude-3-7-sonnet-v1';
const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const LONG = 'A rule that everybody has to follow. '.repeat(400);

const BUSY = {
  kind: 'error',
  status: 503,
  name: 'ServiceUnavailableException',
  message: 'busy',
} as const;

/** The workshop's config with its prompt caching as it is: on. Claude 3.7 fails; the simulator refuses what 3.5 v2 would refuse. */
async function workshop(fails: 'before the stream' | 'as its first event' = 'before the stream') {
  const bedrock = await bedrockUpstream();
  bedrock.script(CLAUDE_37, () =>
    fails === 'before the stream'
      ? BUSY
      : breakAfter(0, { type: 'exception', name: 'throttlingException', message: 'Too many tokens.' }),
  );
  const file = new URL('../../contract/config/workshop/litellm_iam_role_config.yml', import.meta.url);
  const config = readFileSync(file, 'utf8').replace('num_retries: 2', 'num_retries: 0');
  return { bedrock, gateway: await startTestGateway(config, awsEnvironment(bedrock)) };
}

async function askBoth(body: Record<string, unknown>, fails?: Parameters<typeof workshop>[0]) {
  const { bedrock, gateway } = await workshop(fails);
  const response = await gateway.chat({ model: GROUP, ...body });
  const text = await response.text();
  expect(text).not.toContain('"error"');
  expect(response.status).toBe(200);
  expect(bedrock.requests.map(({ model }) => model)).toEqual([CLAUDE_37, CLAUDE_35]);
  const [first, second] = bedrock.requests.map((request) => request.body);
  return { first, second, text, notes: await notesOf(gateway) };
}

async function notesOf(gateway: TestGateway): Promise<readonly (readonly string[])[]> {
  const [row] = await gateway.rows();
  const attempts = (row?.metadata.attempts ?? []) as unknown as readonly { notes?: readonly { code: string }[] }[];
  return attempts.map(({ notes = [] }) => notes.map(({ code }) => code));
}

const CACHED = { type: 'text', text: LONG, cache_control: { type: 'ephemeral' } };
const TOOL = {
  type: 'function',
  function: {
    name: 'mcp.files/read file',
    description: LONG,
    parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
  },
};

describe('a fallback from Claude 3.7 to 3.5 v2, as the workshop has it', () => {
  it.each(['before the stream', 'as its first event'] as const)(
    "leaves out the cache points that 3.5 v2 does not take, the client's and those of Torii (failure %s)",
    async (fails) => {
      const { first, second } = await askBoth(
        {
          stream: fails === 'as its first event',
          messages: [
            { role: 'system', content: [CACHED] },
            { role: 'user', content: [CACHED, { type: 'text', text: 'Hello' }] },
          ],
          tools: [TOOL],
        },
        fails,
      );
      expect(JSON.stringify(first)).toContain('cachePoint');
      expect(JSON.stringify(second)).not.toContain('cachePoint');
    },
  );

  it('plans cache points of its own for 3.7, and none for 3.5 v2, where the client sets none', async () => {
    const { first, second } = await askBoth({
      messages: [
        { role: 'system', content: LONG },
        { role: 'user', content: 'Hello' },
      ],
    });
    expect(JSON.stringify(first)).toContain('cachePoint');
    expect(JSON.stringify(second)).not.toContain('cachePoint');
  });

  it('thinks with 3.7, and asks 3.5 v2, which cannot think, with the sampling that thinking forbids', async () => {
    const { first, second } = await askBoth({
      messages: [{ role: 'user', content: 'Hello' }],
      max_tokens: 4000,
      temperature: 0.3,
      thinking: { type: 'enabled', budget_tokens: 2000 },
    });
    expect(JSON.stringify(first?.additionalModelRequestFields)).toContain('budget_tokens');
    expect(first?.inferenceConfig?.temperature).toBeUndefined();
    expect(JSON.stringify(second)).not.toContain('budget_tokens');
    expect(second?.inferenceConfig?.temperature).toBe(0.3);
  });

  it('takes thinking that 3.7 signed out of the history for 3.5 v2', async () => {
    const { first, second } = await askBoth({
      messages: [
        { role: 'user', content: 'Hello' },
        {
          role: 'assistant',
          content: 'Hi.',
          thinking_blocks: [{ type: 'thinking', thinking: 'A greeting.', signature: 'c2lnbmVk' }],
        },
        { role: 'user', content: 'How are you?' },
      ],
    });
    expect(first?.messages).toHaveLength(3);
    expect(JSON.stringify(second)).not.toContain('reasoningContent');
  });

  it('maps the names of tools for both, in the definitions and in the history', async () => {
    const { first, second, text } = await askBoth({
      messages: [
        { role: 'user', content: 'Read it' },
        {
          role: 'assistant',
          tool_calls: [
            { id: 'call_1', type: 'function', function: { name: 'mcp.files/read file', arguments: '{"path":"a"}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'the text' },
      ],
      tools: [TOOL],
    });
    const names = [first, second].map((body) => JSON.stringify(body).match(/"name":"([^"]+)"/g));
    expect(names[0]).toEqual(names[1]);
    expect(names[1]?.every((name) => /^"name":"[a-zA-Z0-9_-]{1,64}"$/.test(name))).toBe(true);
    expect(text).not.toContain('mcp_files');
  });

  it('sends images to both', async () => {
    const { first, second } = await askBoth({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is it?' },
            { type: 'image_url', image_url: { url: PIXEL } },
          ],
        },
      ],
    });
    expect(first?.messages).toEqual(second?.messages);
    expect(JSON.stringify(second)).toContain('"image"');
  });

  it('drops, for both, the parameters that no Bedrock model takes, and tells of it in each attempt', async () => {
    const { second, notes } = await askBoth({
      messages: [{ role: 'user', content: 'Hello' }],
      seed: 7,
      logprobs: true,
      top_k: 5,
      max_tokens: 100,
    });
    expect(JSON.stringify(second)).not.toContain('logprobs');
    expect(second?.inferenceConfig?.maxTokens).toBe(100);
    expect(notes.map((codes) => codes.includes('parameters-dropped'))).toEqual([true, true]);
  });
});
