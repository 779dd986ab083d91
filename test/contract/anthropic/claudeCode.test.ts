/**
 * What Claude Code 2.1.329 sent on the wire (`claude -p`), shortened: texts and tools are cut, paths, ids and the key
 * replaced. `claudeCode.external.ts` runs the program itself.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestGateway } from '../../integration/support/gateway.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from '../../integration/support/upstreams.ts';
import { NOVA, SONNET_37, SONNET_45 } from '../../simulators/bedrock/fixtures.ts';
import { foldMessage } from '../../unit/gateway/anthropic/streamGrammar.ts';

const recordingSchema = z.object({
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.record(z.string(), z.unknown()),
});

const SESSION = '00000000-0000-4000-8000-000000000001';

function recording(name: string): z.infer<typeof recordingSchema> {
  const text = readFileSync(join(import.meta.dirname, 'recordings', `${name}.json`), 'utf8');
  return recordingSchema.parse(JSON.parse(text));
}

/** The gateway knows the model and the key of the recording. */
async function replay(name: string, model: string) {
  const { path, headers, body } = recording(name);
  const gateway = await startTestGateway(model, { LITELLM_MASTER_KEY: 'sk-test-key' });
  const response = await gateway.call(path, body, headers);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  const [row] = (await (
    await gateway.call('/spend/logs', undefined, { authorization: 'Bearer sk-test-key' })
  ).json()) as [{ status: string; session_id: string }];
  expect(row).toMatchObject({ status: 'success', session_id: SESSION });
  return foldMessage(text);
}

describe.each(['claudeCodeReadsFile', 'claudeCodeLoadsTools'])('%s', (name) => {
  it.each([SONNET_37, SONNET_45, NOVA])('reaches %s without a refusal', async (model) => {
    const upstream = await bedrockUpstream();
    upstream.script(model, [{ text: 'Done.' }]);
    const message = await replay(name, `model_list:\n${bedrockModel(upstream, 'coding-model', model)}`);
    expect(message).toMatchObject({ content: [{ type: 'text', text: 'Done.' }], stopReason: 'end_turn' });
    expect(upstream.requests).toHaveLength(1);
  });

  it('reaches an OpenAI-compatible server without a refusal', async () => {
    const upstream = await openAiUpstream();
    const message = await replay(name, `model_list:\n${openAiModel(upstream, 'coding-model')}`);
    expect(message.content).toEqual([{ type: 'text', text: 'Hello from the simulator.' }]);
    expect(upstream.requests[0]?.body).not.toHaveProperty('context_management');
    expect(upstream.requests[0]?.body).not.toHaveProperty('anthropic_beta');
  });
});

describe('what the model gets', () => {
  async function sent(name: string, model = SONNET_45) {
    const upstream = await bedrockUpstream();
    await replay(name, `model_list:\n${bedrockModel(upstream, 'coding-model', model)}`);
    const body = upstream.requests[0]?.body;
    if (body === undefined) throw new Error('nothing was sent');
    return body;
  }

  it('is the conversation with thinking, call and result, and the instruction amid it at its place', async () => {
    const { messages = [] } = await sent('claudeCodeReadsFile');
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(messages[0]?.content.at(-1)?.text ?? messages[0]?.content.at(-2)?.text).toMatch(/^<system-reminder>/);
    expect(messages[1]?.content.map((block) => Object.keys(block)[0])).toEqual(['reasoningContent', 'text', 'toolUse']);
    expect(messages[2]?.content[0]?.toolResult?.content).toEqual([{ text: '1\thello from the workspace\n2\t' }]);
  });

  it('has no line for the billing of Anthropic', async () => {
    const body = await sent('claudeCodeReadsFile');
    expect(JSON.stringify(body)).not.toContain('x-anthropic-billing-header');
  });

  it('is told to think between tool calls where it can, and of none of the service’s own betas', async () => {
    const newer = await sent('claudeCodeReadsFile');
    expect(newer.additionalModelRequestFields?.['anthropic_beta']).toEqual(['interleaved-thinking-2025-05-14']);
    const older = await sent('claudeCodeReadsFile', SONNET_37);
    expect(older.additionalModelRequestFields).not.toHaveProperty('anthropic_beta');
  });

  it('names the tools that a search of tools found', async () => {
    const { messages = [], toolConfig } = await sent('claudeCodeLoadsTools');
    expect(JSON.stringify(messages)).toContain('The tool WebFetch is available.');
    expect(toolConfig?.tools?.map((tool) => tool.toolSpec?.name)).toContain('WebFetch');
  });
});
