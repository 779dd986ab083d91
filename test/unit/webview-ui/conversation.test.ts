import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCut, toTurns } from '../../../webview-ui/src/pages/traces/conversation.ts';

const PIXEL = 'data:image/png;base64,iVBORw0KGgo=';

describe('a conversation', () => {
  it('in the dialect of OpenAI has thinking, calls, results and pictures', () => {
    const turns = toTurns(
      {
        messages: [
          { role: 'developer', content: 'Be brief.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'See' },
              { type: 'image_url', image_url: { url: PIXEL } },
            ],
          },
          {
            role: 'assistant',
            reasoning_content: 'Hm.',
            content: null,
            tool_calls: [{ id: 't1', function: { name: 'read', arguments: '{"path":"a"}' } }],
          },
          { role: 'tool', tool_call_id: 't1', content: 'text of a' },
        ],
      },
      { choices: [{ message: { role: 'assistant', content: 'Done.' } }] },
    );
    expect(turns).toEqual([
      { role: 'system', parts: [{ kind: 'text', text: 'Be brief.' }], position: 1, answer: false },
      {
        role: 'user',
        parts: [
          { kind: 'text', text: 'See' },
          { kind: 'image', source: PIXEL, address: undefined },
        ],
        position: 2,
        answer: false,
      },
      {
        role: 'assistant',
        parts: [
          { kind: 'thinking', text: 'Hm.' },
          { kind: 'tool-call', name: 'read', input: '{\n  "path": "a"\n}' },
        ],
        position: 3,
        answer: false,
      },
      {
        role: 'tool',
        parts: [{ kind: 'tool-result', id: 't1', parts: [{ kind: 'text', text: 'text of a' }], failed: false }],
        position: 4,
        answer: false,
      },
      { role: 'assistant', parts: [{ kind: 'text', text: 'Done.' }], position: undefined, answer: true },
    ]);
  });

  it('in the dialect of Anthropic has them, too', () => {
    const turns = toTurns(
      {
        system: [{ type: 'text', text: 'Be brief.' }],
        messages: [
          { role: 'user', content: 'Hello' },
          {
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: 'Hm.', signature: 's' },
              { type: 'redacted_thinking', data: 'x' },
              { type: 'tool_use', id: 't1', name: 'read', input: { path: 'a' } },
            ],
          },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 't1', is_error: true, content: [{ type: 'text', text: 'no' }] },
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
              { type: 'document', title: 'plan.pdf' },
            ],
          },
        ],
      },
      { role: 'assistant', content: [{ type: 'text', text: 'Sorry.' }] },
    );
    expect(turns.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user', 'assistant']);
    expect(turns[2]?.parts.map(({ kind }) => kind)).toEqual(['thinking', 'hidden-thinking', 'tool-call']);
    expect(turns[3]?.parts).toMatchObject([
      { kind: 'tool-result', failed: true },
      { kind: 'image', source: PIXEL },
      { kind: 'file', name: 'plan.pdf' },
    ]);
  });

  it('in the dialect of Responses has them, too', () => {
    const turns = toTurns(
      {
        instructions: 'Be brief.',
        input: [
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
          { type: 'function_call', call_id: 'c1', name: 'read', arguments: '{}' },
          { type: 'function_call_output', call_id: 'c1', output: 'text' },
        ],
      },
      {
        output: [
          { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm.' }] },
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Done.' }] },
        ],
      },
    );
    expect(turns.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'assistant']);
    expect(turns.at(-1)?.parts).toEqual([
      { kind: 'thinking', text: 'Hm.' },
      { kind: 'text', text: 'Done.' },
    ]);
  });

  it('shows a streamed answer as the ledger keeps it', () => {
    const response = {
      streamed: true,
      text: 'Done.',
      thinking: [{ type: 'thinking', text: 'Hm.', signature: 's' }],
      tool_calls: [{ type: 'tool-call', id: 't', name: 'read', arguments: '{}' }],
    };
    expect(
      toTurns({ prompt: 'Say it' }, response).map(({ role, parts }) => [role, parts.map(({ kind }) => kind)]),
    ).toEqual([
      ['user', ['text']],
      ['assistant', ['thinking', 'text', 'tool-call']],
    ]);
  });

  it('has no answer where the request failed', () => {
    expect(toTurns({ input: 'text to embed' }, { error: { message: 'no' } })).toHaveLength(1);
  });

  it('does not load pictures from elsewhere, or draw ones that were cut', () => {
    const image = (url: string) =>
      toTurns({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }] }, undefined)[0]
        ?.parts[0];
    expect(image('https://example.com/a.png')).toEqual({
      kind: 'image',
      source: undefined,
      address: 'https://example.com/a.png',
    });
    expect(image(`${PIXEL.slice(0, 30)}... (litellm_truncated skipped 9 chars) ...x`)).toMatchObject({
      source: undefined,
    });
    expect(image('javascript:alert(1)')).toEqual({ kind: 'image', source: undefined, address: undefined });
  });

  it('never fails, whatever a body holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (request, response) => toTurns(request, response).length >= 0),
    );
  });
});

describe('a kept body', () => {
  it('says whether it was cut', () => {
    expect(isCut({ messages: [{ content: 'a... (litellm_truncated skipped 5 chars) ...b' }] })).toBe(true);
    expect(isCut({ torii_truncated: 'The body was left out: 9 characters of JSON' })).toBe(true);
    expect(isCut({ messages: [{ content: 'whole' }] })).toBe(false);
  });
});
