import { describe, expect, it } from 'vitest';
import { withoutReferences } from '../../../../src/providers/bedrock/request/localReferences.ts';
import { wellFormed } from '../../../../src/providers/bedrock/request/wellFormed.ts';
import { NOVA, SONNET_45 } from '../../../simulators/bedrock/fixtures.ts';
import { prepare, user } from './prepare.ts';

describe('references in a schema', () => {
  it('are replaced by what they name, beside what stands with them', () => {
    const schema = {
      properties: { a: { $ref: '#/$defs/text', description: 'A.' }, b: { items: { $ref: '#/definitions/number' } } },
      $defs: { text: { type: 'string' } },
      definitions: { number: { type: 'number' } },
    };
    expect(withoutReferences(schema)).toEqual({
      properties: { a: { type: 'string', description: 'A.' }, b: { items: { type: 'number' } } },
    });
  });

  it('that turn in circles end in anything', () => {
    const schema = {
      properties: { tree: { $ref: '#/$defs/node' } },
      $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
    };
    expect(withoutReferences(schema)).toEqual({
      properties: { tree: { type: 'object', properties: { next: {} } } },
    });
  });

  it('to elsewhere stay', () => {
    const schema = { properties: { a: { $ref: 'https://example.com/a.json' } } };
    expect(withoutReferences(schema)).toEqual(schema);
  });
});

describe('strict tools', () => {
  const strictOf = (parameters: Record<string, unknown>, model = SONNET_45) =>
    prepare(
      { tools: [{ name: 'look', parameters, strict: true }] },
      { model, capabilities: { structuredOutput: model === SONNET_45 } },
    ).toolConfig?.tools?.[0]?.toolSpec?.strict;
  const closed = { type: 'object', properties: {}, additionalProperties: false };

  it('are strict where every object is closed and the model can', () => {
    expect(strictOf(closed)).toBe(true);
    expect(strictOf({ type: 'object', properties: {} })).toBeUndefined();
    expect(strictOf({ ...closed, properties: { a: { type: 'object' } } })).toBeUndefined();
    expect(strictOf(closed, NOVA)).toBeUndefined();
  });
});

describe('half an emoji', () => {
  it('is replaced wherever it stands', () => {
    const input = prepare({ messages: [user('cut \ud83e')], tools: [{ name: 'look', description: '\udd8a' }] });
    expect(input.messages?.[0]?.content).toEqual([{ text: 'cut \ufffd' }]);
    expect(input.toolConfig?.tools?.[0]?.toolSpec?.description).toBe('\ufffd');
  });

  it('costs nothing where there is none', () => {
    const value = { texts: ['🦊', 'ü'], bytes: Uint8Array.of(1), deep: { key: null } };
    expect(wellFormed(value)).toBe(value);
  });
});
