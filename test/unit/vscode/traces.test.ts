import { describe, expect, it } from 'vitest';
import { nameOf, shareOf, spendBar } from '../../../src/vscode/keys/keyNodes.ts';
import { answerText } from '../../../src/vscode/traces/answerText.ts';
import { pathOf, toCurl } from '../../../src/vscode/traces/curl.ts';
import { modelsFor } from '../../../src/vscode/traces/modelsFor.ts';
import { isFiltered, outcomeOf, toQuery } from '../../../src/vscode/traces/traceNodes.ts';

describe('a request of the past as a command line', () => {
  it('quotes the body for a shell and names no key', () => {
    const text = toCurl('http://127.0.0.1:4000', '/v1/chat/completions', { model: "it's" });
    expect(text).toContain('curl http://127.0.0.1:4000/v1/chat/completions');
    expect(text).toContain(`"model": "it'\\''s"`);
    expect(text).toContain('Bearer $TORII_KEY');
  });

  it('goes where it went', () => {
    expect(pathOf('acompletion')).toBe('/v1/chat/completions');
    expect(pathOf('anthropic_messages')).toBe('/v1/messages');
    expect(pathOf('health')).toBeUndefined();
  });
});

describe('the words of an answer', () => {
  it.each([
    [
      'chat',
      { choices: [{ message: { content: 'Hello', tool_calls: [{ function: { name: 'f', arguments: '{}' } }] } }] },
      'Hello\n\nf({})\n',
    ],
    ['completions', { choices: [{ text: 'Hello' }] }, 'Hello\n'],
    [
      'messages',
      {
        content: [
          { type: 'text', text: 'Hello' },
          { type: 'tool_use', name: 'f', input: { a: 1 } },
        ],
      },
      'Hello\n\nf({"a":1})\n',
    ],
    [
      'responses',
      {
        output: [
          { content: [{ type: 'output_text', text: 'Hello' }] },
          { type: 'function_call', name: 'f', arguments: '{}' },
        ],
      },
      'Hello\n\nf({})\n',
    ],
  ])('%s', (_dialect, answer, words) => {
    expect(answerText(answer)).toBe(words);
  });

  it('are the answer itself where it has none', () => {
    expect(answerText({ error: { message: 'no' } })).toBe('{\n  "error": {\n    "message": "no"\n  }\n}');
    expect(answerText(null)).toBe('null');
  });
});

describe('the models that a request can be sent to again', () => {
  const groups = [
    { name: 'chat-a', deployments: [{ mode: 'chat' as const }] },
    { name: 'vectors', deployments: [{ mode: 'embedding' as const }] },
    { name: 'chat-b', deployments: [{ mode: 'chat' as const }] },
  ];

  it('are its own and those of its kind', () => {
    expect(modelsFor('chat-b', groups)).toEqual(['chat-b', 'chat-a']);
    expect(modelsFor('vectors', groups)).toEqual(['vectors']);
  });

  it('are all where its own is no more in the config', () => {
    expect(modelsFor('gone', groups)).toEqual(['gone', 'chat-a', 'vectors', 'chat-b']);
  });
});

describe('the filter of traces', () => {
  it('is a query of what is set', () => {
    expect(toQuery({ model: 'a b', key: 'cline' }, 50)).toBe('model=a+b&key=cline&limit=50');
    expect(isFiltered({})).toBe(false);
    expect(isFiltered({ status: 'failure' })).toBe(true);
  });

  it('tells a fallback from a plain success', () => {
    expect(outcomeOf({ status: 'success', fellBack: true })).toBe('fell-back');
    expect(outcomeOf({ status: 'failure', fellBack: true })).toBe('failure');
  });
});

describe('a key', () => {
  const key = { token: 't', key_name: 'sk-...abcd' };

  it('goes by its alias, else by its end', () => {
    expect(nameOf({ ...key, key_alias: 'cline' })).toBe('cline');
    expect(nameOf(key)).toBe('sk-...abcd');
  });

  it('has a share only with a budget; one of nothing is spent', () => {
    expect(shareOf({ ...key, spend: 4, max_budget: 5 })).toBe(0.8);
    expect(shareOf({ ...key, spend: 4 })).toBeUndefined();
    expect(shareOf({ ...key, spend: 0, max_budget: 0 })).toBe(1);
  });

  it('shows any spend, and a full bar only when all is spent', () => {
    expect(spendBar(0)).toBe('▱▱▱▱▱▱▱▱');
    expect(spendBar(0.001)).toBe('▰▱▱▱▱▱▱▱');
    expect(spendBar(0.99)).toBe('▰▰▰▰▰▰▰▱');
    expect(spendBar(1.5)).toBe('▰▰▰▰▰▰▰▰');
  });
});
