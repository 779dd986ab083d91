import { describe, expect, it } from 'vitest';
import { prepare, prepareRaw } from './prepare.ts';

const schema = {
  type: 'object',
  properties: {
    city: { type: 'object', properties: {} },
    list: { type: 'array', items: { type: 'object', properties: {} } },
  },
  $defs: { A: { type: 'object', properties: { properties: { type: 'string' } } } },
};
const format = { type: 'json-schema' as const, name: 'place', schema };

describe('structured output', () => {
  it('case 54: native where the model has it, every object closed', () => {
    const input = prepareRaw({ responseFormat: format }, { capabilities: { structuredOutput: true } }).input;
    const definition = input.outputConfig?.textFormat?.structure?.jsonSchema;
    expect(definition?.name).toBe('place');
    expect(JSON.parse(definition?.schema ?? '')).toEqual({
      type: 'object',
      properties: {
        city: { type: 'object', properties: {}, additionalProperties: false },
        list: { type: 'array', items: { type: 'object', properties: {}, additionalProperties: false } },
      },
      $defs: { A: { type: 'object', properties: { properties: { type: 'string' } }, additionalProperties: false } },
      additionalProperties: false,
    });
  });

  it('case 55: a forced tool elsewhere', () => {
    const { input, jsonTool } = prepareRaw({ responseFormat: format });
    expect(jsonTool).toBe('json_tool_call');
    expect(input.toolConfig?.toolChoice).toEqual({ tool: { name: 'json_tool_call' } });
  });

  it('case 55: JSON without a schema takes the tool even where native output exists', () => {
    const { jsonTool } = prepareRaw(
      { responseFormat: { type: 'json-object' } },
      { capabilities: { structuredOutput: true } },
    );
    expect(jsonTool).toBe('json_tool_call');
  });

  it('is not forced while thinking, and leaves the client’s tools callable', () => {
    const thinking = { mode: 'enabled' as const, budgetTokens: 2000 };
    expect(prepare({ responseFormat: format, reasoning: thinking }).toolConfig?.toolChoice).toEqual({ auto: {} });
    expect(prepare({ responseFormat: format, tools: [{ name: 'look' }] }).toolConfig?.toolChoice).toEqual({ any: {} });
  });

  it('makes way for a client’s tool of the same name', () => {
    expect(prepareRaw({ responseFormat: format, tools: [{ name: 'json_tool_call' }] }).jsonTool).toBe(
      'json_tool_call_2',
    );
  });
});
