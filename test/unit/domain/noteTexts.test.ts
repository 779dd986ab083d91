import { describe, expect, it } from 'vitest';
import { describeCachePlan, planCache } from '../../../src/domain/cachePlan.ts';
import { factsOf } from '../../../src/domain/noteFacts.ts';
import { readSentence, say } from '../../../src/domain/noteTexts.ts';

describe('a sentence of a note', () => {
  it('is kept in English, and taken apart again', () => {
    const sentence = say('cache-too-small', { tokens: 12, least: 1024 });
    expect(sentence).toBe("about 12 tokens are fewer than the model's least of 1024");
    expect(readSentence(sentence)).toEqual({ text: 'cache-too-small', values: { tokens: '12', least: '1024' } });
    expect(readSentence(say('opened', {}))).toEqual({ text: 'opened', values: {} });
  });

  it('keeps values with signs that mean something in a pattern, or that are in the sentence itself', () => {
    const values = { whose: 'the key (a+b)', asked: "it's {big}", instead: 'gpt.*' };
    expect(readSentence(say('over-budget', values))).toEqual({ text: 'over-budget', values });
    const profile = { model: 'nova', profile: 'us. is asked for as nova' };
    expect(say('asked-for-as', profile)).toBe('nova is asked for as us. is asked for as nova');
    expect(readSentence(say('asked-for-as', profile))?.text).toBe('asked-for-as');
  });

  it('of another version, or a list of names, is none', () => {
    expect(readSentence('temperature, top_p')).toBeUndefined();
    expect(readSentence('')).toBeUndefined();
  });
});

describe('what a note says', () => {
  const message = (text: string) => ({ role: 'user' as const, content: [{ type: 'text' as const, text }] });

  it('is one fact, or several in a row', () => {
    expect(factsOf({ code: 'thinking-restored', detail: say('restored', { turns: 6 }) })).toEqual([
      { text: 'restored', values: { turns: '6' } },
    ]);
    const detail = [say('results-missing', { count: 2 }), say('opened', {})].join(', ');
    expect(factsOf({ code: 'history-mended', detail })).toEqual([
      { text: 'results-missing', values: { count: '2' } },
      { text: 'opened', values: {} },
    ]);
  });

  it('is nothing where the note only lists names', () => {
    expect(factsOf({ code: 'parameters-dropped', detail: 'temperature, top_p' })).toEqual([]);
    expect(factsOf({ code: 'tool-names-mapped', detail: 'mcp.read is mcp_read_1234abcd' })).toEqual([]);
  });

  it('is of a cache plan who set the points, and where they are; or why there is none', () => {
    const detail = 'client: tools.11 (~3900 tokens), system.0 (~6200 tokens), messages.14 (~9000 tokens)';
    expect(factsOf({ code: 'cache-plan', detail })).toEqual([
      { text: 'cache-by-client', values: {} },
      { text: 'cache-tools', values: { tokens: '3900' } },
      { text: 'cache-system', values: { tokens: '6200' } },
      { text: 'cache-message', values: { place: '15', tokens: '9000' } },
    ]);
    const request = {
      model: 'm',
      system: [],
      messages: [message('Hi')],
      tools: [],
      stop: [],
      stream: false,
      extra: {},
    };
    const { plan } = planCache(request, undefined);
    expect(factsOf({ code: 'cache-plan', detail: describeCachePlan(plan) })).toEqual([
      { text: 'cache-none', values: {} },
      { text: 'cache-not-taken', values: {} },
    ]);
    expect(factsOf({ code: 'cache-plan', detail: 'two cache points' })).toEqual([]);
  });
});
