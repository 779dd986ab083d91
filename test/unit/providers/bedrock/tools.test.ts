import { describe, expect, it } from 'vitest';
import type { ToolChoice } from '../../../../src/domain/chat.ts';
import { toBedrockToolName } from '../../../../src/providers/bedrock/request/toolNames.ts';
import { SONNET_45 } from '../../../simulators/bedrock/fixtures.ts';
import { assistant, prepare, prepareRaw, toolCall, toolResult, user } from './prepare.ts';

const look = { name: 'look', parameters: { type: 'object', properties: {} } };
const history = [user('A'), assistant(toolCall('1', 'mcp.tool')), user(toolResult('1'))];

describe('definitions', () => {
  it('case 35: the whole schema is kept', () => {
    const parameters = {
      type: 'object',
      properties: { a: { $ref: '#/$defs/A' } },
      required: ['a'],
      additionalProperties: false,
      $defs: { A: { type: 'string' } },
    };
    expect(prepare({ tools: [{ name: 'look', description: 'Looks.', parameters }] }).toolConfig).toEqual({
      tools: [{ toolSpec: { name: 'look', description: 'Looks.', inputSchema: { json: parameters } } }],
    });
  });

  it('case 35, 36: missing parts get a sensible value', () => {
    expect(prepare({ tools: [{ name: 'look', description: '' }] }).toolConfig?.tools?.[0]?.toolSpec).toEqual({
      name: 'look',
      description: 'look',
      inputSchema: { json: { type: 'object', properties: {} } },
    });
  });

  it('joins alternatives at the top of a schema, which the model refuses there', () => {
    const parameters = {
      oneOf: [{ properties: { a: { type: 'string' } } }, { properties: { b: { type: 'number' } } }],
    };
    expect(
      prepare({ tools: [{ name: 'look', parameters }] }).toolConfig?.tools?.[0]?.toolSpec?.inputSchema?.json,
    ).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'number' } },
    });
  });

  it('case 38: a cache point behind a marked tool', () => {
    const tools = prepare({ tools: [{ ...look, cacheControl: {} }] }).toolConfig?.tools;
    expect(tools?.map((tool) => Object.keys(tool)[0])).toEqual(['toolSpec', 'cachePoint']);
  });

  it('case 34: tools of the history are defined when the request defines none', () => {
    const input = prepare({ messages: history });
    expect(input.toolConfig?.tools?.[0]?.toolSpec?.name).toBe(input.messages?.[1]?.content[0]?.toolUse?.name);
  });
});

describe('names', () => {
  it('case 37: what Bedrock allows stays, hyphens included', () => {
    expect(toBedrockToolName('read-file_2')).toBe('read-file_2');
  });

  it.each(['mcp.server/tool', '日本語', '', 'n'.repeat(65)])('shortens and cleans %j reversibly', (name) => {
    const { input, toolNames } = prepareRaw({ tools: [{ name }], toolChoice: { type: 'tool', name } });
    const sent = input.toolConfig?.tools?.[0]?.toolSpec?.name ?? '';
    expect(sent).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(toolNames.toClient(sent)).toBe(name);
    expect(input.toolConfig?.toolChoice).toEqual({ tool: { name: sent } });
  });

  it('keeps long names with one beginning apart', () => {
    const long = 'n'.repeat(70);
    expect(toBedrockToolName(`${long}a`)).not.toBe(toBedrockToolName(`${long}b`));
  });
});

describe('choice', () => {
  const chosen = (toolChoice: ToolChoice, options = {}) =>
    prepare({ tools: [look], toolChoice }, options).toolConfig?.toolChoice;

  it('case 40: auto, required and a named tool', () => {
    expect(chosen({ type: 'auto' })).toEqual({ auto: {} });
    expect(chosen({ type: 'required' })).toEqual({ any: {} });
    expect(chosen({ type: 'tool', name: 'look' })).toEqual({ tool: { name: 'look' } });
  });

  it('case 40: none means no tools, and the history tells of its calls in words', () => {
    const input = prepare({ tools: [look], toolChoice: { type: 'none' }, messages: history });
    expect(input).not.toHaveProperty('toolConfig');
    expect(input.messages?.slice(1)).toEqual([
      { role: 'assistant', content: [{ text: '[tool call 1: mcp.tool({})]' }] },
      { role: 'user', content: [{ text: '[tool result for 1: seen]' }] },
    ]);
  });

  it('refuses a choice that names no defined tool', () => {
    expect(() => chosen({ type: 'tool', name: 'other' })).toThrow(/"other"/);
  });

  it('refuses a forced choice where the model takes none, or drops it', () => {
    const capabilities = { forcedToolChoice: [] };
    expect(() => chosen({ type: 'required' }, { capabilities })).toThrow(/tool_choice/);
    expect(chosen({ type: 'required' }, { capabilities, dropParams: true })).toEqual({ auto: {} });
  });

  it('refuses tools for a model without them, or drops them', () => {
    const capabilities = { tools: false };
    expect(() => chosen({ type: 'auto' }, { capabilities })).toThrow(/does not support tools/);
    expect(prepare({ tools: [look], messages: history }, { capabilities, dropParams: true })).not.toHaveProperty(
      'toolConfig',
    );
  });

  it('case 41: thinking turns a forced choice into auto', () => {
    const reasoning = { mode: 'enabled' as const, budgetTokens: 2000 };
    expect(prepare({ tools: [look], toolChoice: { type: 'required' }, reasoning }).toolConfig?.toolChoice).toEqual({
      auto: {},
    });
  });

  it('case 42: one call at a time from Claude 4.5 on, silently not before', () => {
    const request = { tools: [look], parallelToolCalls: false, toolChoice: { type: 'required' as const } };
    expect(prepare(request, { model: SONNET_45 }).additionalModelRequestFields).toEqual({
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
    });
    expect(prepare(request)).not.toHaveProperty('additionalModelRequestFields');
  });
});
