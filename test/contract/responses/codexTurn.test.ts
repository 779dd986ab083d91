/** A request of Codex CLI 0.169.0 as it was recorded: its second turn, after a tool call with thinking. Long texts are cut. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EMPTY_CONVERSATION } from '../../../src/gateway/dialects/responses/conversation.ts';
import { parseResponses } from '../../../src/gateway/dialects/responses/parseResponses.ts';
import { MASTER_KEY, startTestGateway } from '../../integration/support/gateway.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from '../../integration/support/upstreams.ts';
import { SONNET_37 } from '../../simulators/bedrock/fixtures.ts';

const { headers, body } = z
  .object({ headers: z.record(z.string(), z.string()), body: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'recordings', 'codexTurn.json'), 'utf8')));

const asCodex = { ...headers, authorization: `Bearer ${MASTER_KEY}` };

describe('a turn of Codex', () => {
  it('is understood: instructions, conversation, tools', () => {
    const notes: string[] = [];
    const { request } = parseResponses(body, {
      findConversation: () => EMPTY_CONVERSATION,
      findItem: () => undefined,
      note: ({ detail }) => notes.push(detail),
      dropParams: false,
    });
    expect(request.system.map(({ text }) => text.slice(0, 22))).toEqual([
      'You are a coding agent',
      '<skills_instructions>\n',
      '<permissions instructi',
    ]);
    expect(request.messages.map(({ role, content }) => [role, ...content.map(({ type }) => type)])).toEqual([
      ['user', 'text', 'text'],
      ['assistant', 'thinking', 'text', 'tool-call'],
      ['user', 'tool-result'],
    ]);
    expect(request.messages[1]?.content[0]).toMatchObject({
      text: 'I need a shell.',
      signature: expect.stringMatching(/^sim\./),
    });
    expect(request.tools.map(({ name }) => name)).toEqual([
      ...['exec_command', 'write_stdin', 'request_user_input', 'view_image'],
      ...['get_goal', 'create_goal', 'update_goal'],
    ]);
    expect(request).toMatchObject({ stream: true, parallelToolCalls: true, toolChoice: { type: 'auto' }, extra: {} });
    expect(notes).toEqual(['Tools that only OpenAI can run were left out: namespace multi_agent_v1, web_search.']);
  });

  it('reaches Bedrock without a refusal, and its session is in the ledger', async () => {
    const upstream = await bedrockUpstream();
    const gateway = await startTestGateway(`model_list:\n${bedrockModel(upstream, 'coding-model', SONNET_37)}`);
    const answer = await gateway.call('/v1/responses', body, asCodex);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('event: response.completed');
    expect((await gateway.rows())[0]).toMatchObject({ status: 'success', session_id: headers['session-id'] });
  });

  it('reaches an OpenAI-compatible server without a refusal', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'coding-model')}`);
    const answer = await gateway.call('/v1/responses', body, asCodex);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('event: response.completed');
  });
});
