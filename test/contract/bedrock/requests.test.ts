import { describe, expect, it } from 'vitest';
import type { ChatRequest } from '../../../src/domain/chat.ts';
import { NOVA, SONNET_35, SONNET_37, SONNET_45 } from '../../simulators/bedrock/fixtures.ts';
import { simulatedModel } from '../../simulators/bedrock/models.ts';
import { checkRequest } from '../../simulators/bedrock/rules/checkRequest.ts';
import { signThinking } from '../../simulators/bedrock/thinkingSignature.ts';
import { assistant, prepare, toolCall, toolResult, user } from '../../unit/providers/bedrock/prepare.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\n0', 'latin1').toString('base64');

/** A coding agent in the middle of a task: cached rules, tools, signed thinking, a screenshot in a result. */
const TASK: Partial<ChatRequest> = {
  system: [
    { type: 'text', text: 'You are a careful engineer.' },
    { type: 'text', text: 'Rules of this project.', cacheControl: { ttl: '1h' } },
  ],
  tools: [
    {
      name: 'read_file',
      description: 'Reads a file.',
      parameters: {
        type: 'object',
        properties: { path: { type: 'string' } },
        required: ['path'],
        additionalProperties: false,
      },
    },
    { name: 'mcp.browser/screenshot', cacheControl: {} },
  ],
  toolChoice: { type: 'auto' },
  parallelToolCalls: false,
  maxTokens: 32_000,
  temperature: 0,
  topP: 0.9,
  stop: ['</done>'],
  reasoning: { mode: 'enabled', budgetTokens: 8000 },
  extra: { user: 'someone', stream_options: { include_usage: true } },
  messages: [
    user('Why does the page look wrong?'),
    assistant(
      { type: 'thinking', text: 'Look at both.', signature: signThinking('Look at both.') },
      'I will look.',
      toolCall('call_1', 'read_file', '{"path":"src/page.tsx"}'),
      toolCall('call_2', 'mcp.browser/screenshot', ''),
    ),
    user(
      toolResult('call_1', 'export function Page() {}'),
      toolResult('call_2', 'taken', {
        content: [{ type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: PNG }, cacheControl: {} }],
      }),
      'It is the header.',
    ),
  ],
};

describe('a coding agent’s request, as each model gets it', () => {
  it.each([
    ['claude-3-7', SONNET_37],
    ['claude-4-5', SONNET_45],
    ['claude-3-5-without-cache', SONNET_35],
    ['nova-pro', NOVA],
  ])('%s', async (name, model) => {
    const request = prepare(TASK, { model });
    expect(checkRequest(request, simulatedModel(model))).toBeUndefined();
    await expect(`${JSON.stringify(request, null, 2)}\n`).toMatchFileSnapshot(`golden/requests/${name}.json`);
  });
});
