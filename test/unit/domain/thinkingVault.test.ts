import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssistantPart, ChatEvent, ChatMessage } from '../../../src/domain/chat.ts';
import {
  callKeys,
  contentKey,
  findBareTurns,
  goesOnWithoutThinking,
  type KeptAnswer,
  type SpokenTurn,
} from '../../../src/domain/thinkingVault.ts';
import { ThinkingCollector } from '../../../src/domain/thinkingVaultCollector.ts';
import { readVaultLimits } from '../../../src/domain/thinkingVaultLimits.ts';
import { reasoningWish, thinkingModelId, thinksWithBudget } from '../../../src/domain/thinkingVaultModel.ts';
import { restoreThinking } from '../../../src/domain/thinkingVaultRestore.ts';
import { calls, result, says, text } from './conversations.ts';

const THINKING = { type: 'thinking' as const, text: 'I need the file.', signature: 'sig-1' };
const KEPT: KeptAnswer = { thinking: [{ part: THINKING, textBefore: 0 }], textLength: 12 };

function spoken(given: Partial<SpokenTurn>): SpokenTurn {
  return { text: '', toolCalls: [], ...given };
}

function collect(events: readonly ChatEvent[]) {
  const collector = new ThinkingCollector();
  for (const event of events) collector.add(event);
  return collector.result;
}

/** An answer's parts as the events that a provider gives. */
function toEvents(parts: readonly AssistantPart[]): readonly ChatEvent[] {
  let index = -1;
  return parts.flatMap((part): readonly ChatEvent[] => {
    switch (part.type) {
      case 'text':
        return [{ type: 'text-delta', text: part.text }];
      case 'thinking':
        return [
          { type: 'thinking-delta', text: part.text },
          { type: 'thinking-signature', signature: part.signature ?? '' },
        ];
      case 'redacted-thinking':
        return [{ type: 'redacted-thinking', data: part.data }];
      default:
        index += 1;
        return [
          { type: 'tool-input-start', index, id: part.id, name: part.name },
          { type: 'tool-input-delta', index, text: part.arguments },
        ];
    }
  });
}

const END: ChatEvent = { type: 'end', reason: 'stop' };

describe('keys', () => {
  it('one for each call, by id and name', () => {
    const turn = spoken({ toolCalls: [{ id: 'a', name: 'read', arguments: '{}' }] });
    const other = spoken({ toolCalls: [{ id: 'a', name: 'write', arguments: '{}' }] });
    expect(callKeys(turn)).toHaveLength(1);
    expect(callKeys(turn)).not.toEqual(callKeys(other));
  });

  it('content is the same whatever the white space, the ids and the order of arguments', () => {
    const said = (words: string, id: string, args: string): string | undefined =>
      contentKey({ text: words, toolCalls: [{ id, name: 'read', arguments: args }] });
    expect(said('Let me  look.\n', 'a', '{"a":1,"b":{"c":2,"d":3}}')).toBe(
      said('Let me look.', 'b', '{ "b": {"d":3,"c":2}, "a": 1 }'),
    );
    expect(said('Let me look.', 'a', '')).toBe(said('Let me look.', 'a', '{}'));
    expect(said('Let me look.', 'a', '{"a":1}')).not.toBe(said('Let me look.', 'a', '{"a":2}'));
    expect(said('Let me look.', 'a', 'broken')).not.toBe(said('Let me look.', 'a', '{}'));
  });

  it('there is none for a turn that says nothing', () => {
    expect(contentKey(spoken({ text: ' \n' }))).toBeUndefined();
  });
});

describe('bare turns', () => {
  const signed: ChatMessage = { role: 'assistant', content: [THINKING, text('Done.')] };

  it('are assistant messages without signed thinking', () => {
    const unsigned: ChatMessage = { role: 'assistant', content: [{ type: 'thinking', text: 'Hm.' }, text('Yes.')] };
    const messages = [says('Hi'), calls('a'), result('a', 'x'), signed, says('And?'), unsigned, says('Go on')];
    expect(findBareTurns(messages).map(({ index }) => index)).toEqual([1, 5]);
  });

  it("the client's own signed thinking covers the messages of its turn", () => {
    expect(findBareTurns([says('Hi'), signed, calls('a')])).toEqual([]);
  });

  it('a model cannot think with a budget after calls whose thinking is gone', () => {
    expect(goesOnWithoutThinking([says('Hi'), calls('a'), result('a', 'x')])).toBe(true);
    expect(goesOnWithoutThinking([says('Hi'), calls('a'), result('a', 'x'), signed, says('More')])).toBe(false);
    expect(goesOnWithoutThinking([says('Hi'), signed, calls('a'), result('a', 'x')])).toBe(false);
    expect(goesOnWithoutThinking([says('Hi')])).toBe(false);
  });
});

describe('collecting', () => {
  it('keeps signed and redacted thinking, in order, with the text before each', () => {
    const redacted = { type: 'redacted-thinking' as const, data: 'AAAA' };
    const second = { type: 'thinking' as const, text: 'Now the rest.', signature: 'sig-2' };
    const answer = collect([...toEvents([THINKING, redacted, text('Let me'), second, text(' see')]), END]);
    expect(answer?.kept).toEqual({
      thinking: [
        { part: THINKING, textBefore: 0 },
        { part: redacted, textBefore: 0 },
        { part: second, textBefore: 6 },
      ],
      textLength: 10,
    });
    expect(answer?.spoken.text).toBe('Let me see');
  });

  it('keeps a signature without text: newer models send their thinking so', () => {
    const answer = collect([{ type: 'thinking-signature', signature: 'sig' }, { type: 'text-delta', text: 'Hi' }, END]);
    expect(answer?.kept.thinking).toEqual([{ part: { type: 'thinking', text: '', signature: 'sig' }, textBefore: 0 }]);
  });

  it.each([
    ['no thinking', [{ type: 'text-delta', text: 'Hi' }, END]],
    ['unsigned thinking', [{ type: 'thinking-delta', text: 'Hm' }, { type: 'text-delta', text: 'Hi' }, END]],
    ['an answer that broke off', toEvents([THINKING, text('Hi')])],
  ] as [string, ChatEvent[]][])('keeps nothing of %s', (_, events) => {
    expect(collect(events)).toBeUndefined();
  });
});

describe('restoring', () => {
  it('puts thinking in front of the turn and takes unsigned thinking out', () => {
    const messages: ChatMessage[] = [
      says('Hi'),
      { role: 'assistant', content: [{ type: 'thinking', text: 'Hm.' }, text('Let me look.')] },
    ];
    expect(restoreThinking(messages, new Map([[1, KEPT]]))[1]).toEqual({
      role: 'assistant',
      content: [THINKING, text('Let me look.')],
    });
  });

  it('gives an answer that the client cut into messages its thinking once', () => {
    const first: ChatMessage = { role: 'assistant', content: [text('Let me look.')] };
    const restored = restoreThinking(
      [says('Hi'), first, calls('a', '')],
      new Map([
        [1, KEPT],
        [2, { ...KEPT }],
      ]),
    );
    expect(restored.flatMap(({ content }) => content.filter(({ type }) => type === 'thinking'))).toEqual([THINKING]);
  });

  it('leaves everything else the same object', () => {
    const messages = [says('Hi'), calls('a'), result('a', 'x')];
    const restored = restoreThinking(messages, new Map([[1, KEPT]]));
    expect(restored[0]).toBe(messages[0]);
    expect(restored[2]).toBe(messages[2]);
  });

  const signed = fc.record({
    type: fc.constant('thinking' as const),
    text: fc.string(),
    signature: fc.string({ minLength: 1 }),
  });
  const redacted = fc.record({
    type: fc.constant('redacted-thinking' as const),
    data: fc.base64String({ minLength: 4 }),
  });
  const someText = fc.string({ minLength: 1 }).map(text);
  const call = fc.record({
    type: fc.constant('tool-call' as const),
    id: fc.string({ minLength: 1 }),
    name: fc.constantFrom('read', 'write'),
    arguments: fc.constantFrom('{}', '{"a":1}'),
  });
  const someAnswer = fc
    .tuple(
      fc.array(fc.oneof(signed, redacted), { minLength: 1, maxLength: 2 }),
      fc.array(fc.oneof(signed, redacted, someText), { maxLength: 4 }),
      fc.array(call, { maxLength: 3 }),
    )
    .map(([thinking, words, tools]): readonly AssistantPart[] => [...thinking, ...words, ...tools]);

  it('what was collected comes back as it was, wherever it stood, from a client that sends one text and the calls', () => {
    fc.assert(
      fc.property(someAnswer, (answer) => {
        const collected = collect([...toEvents(answer), END]);
        const kept = collected?.kept ?? KEPT;
        const echoed: ChatMessage = {
          role: 'assistant',
          content: [text(collected?.spoken.text ?? ''), ...answer.filter(({ type }) => type === 'tool-call')],
        };
        const restored = restoreThinking([says('Hi'), echoed], new Map([[1, kept]]))[1]?.content ?? [];
        expect(withTextJoined(restored)).toEqual(withTextJoined(answer));
      }),
    );
  });

  it('and in front of everything, in order, where the client changed the text', () => {
    fc.assert(
      fc.property(someAnswer, (answer) => {
        const kept = collect([...toEvents(answer), END])?.kept ?? KEPT;
        const changed: ChatMessage = { role: 'assistant', content: [text(`${'x'.repeat(kept.textLength)}!`)] };
        const restored = restoreThinking([says('Hi'), changed], new Map([[1, kept]]))[1]?.content ?? [];
        expect(restored).toEqual([
          ...answer.filter(({ type }) => type === 'thinking' || type === 'redacted-thinking'),
          ...changed.content,
        ]);
      }),
    );
  });
});

/** Neighbouring texts as one: how a text was cut is nobody's concern. */
function withTextJoined(parts: readonly object[]): readonly object[] {
  const joined: object[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last !== undefined && 'text' in last && 'text' in part && !('signature' in last) && !('signature' in part)) {
      joined[joined.length - 1] = { ...last, text: `${last.text}${part.text}` };
    } else joined.push(part);
  }
  return joined;
}

describe('models', () => {
  const bare = 'claude-3-7-sonnet-20250219';
  const named = (model: string, info = {}) => thinkingModelId({ model, litellmModel: `bedrock/${model}`, info });

  it.each([
    'anthropic.claude-3-7-sonnet-20250219-v1:0',
    'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    'global.anthropic.claude-3-7-sonnet-20250219-v1:0',
    'us-gov.anthropic.claude-3-7-sonnet-20250219-v1:0',
    'us-west-2/anthropic.claude-3-7-sonnet-20250219-v1:0',
    'converse/eu.anthropic.claude-3-7-sonnet-20250219-v1:0',
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    bare,
  ])('%s is the same model', (model) => {
    expect(named(model)).toBe(bare);
  });

  it('a profile of an application is the model that the config names', () => {
    const arn = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc';
    expect(named(arn, { base_model: 'anthropic.claude-3-7-sonnet-20250219-v1:0' })).toBe(bare);
    expect(thinkingModelId({ model: arn, litellmModel: `bedrock/us.anthropic.${bare}-v1:0`, info: {} })).toBe(bare);
  });

  it.each([
    [{ effort: 'high' as const }, {}, true],
    [{ mode: 'enabled' as const, budgetTokens: 2048 }, {}, true],
    [{ effort: 'none' as const }, { reasoning_effort: 'high' }, false],
    [{ mode: 'disabled' as const }, { thinking: { type: 'enabled' } }, false],
    [undefined, { reasoning_effort: 'low' }, true],
    [undefined, { thinking: { type: 'enabled', budget_tokens: 2048 } }, true],
    [undefined, { thinking: { type: 'disabled' } }, false],
    [undefined, {}, false],
  ])('%j with defaults %j thinks: %s', (reasoning, defaults, wanted) => {
    expect(thinksWithBudget('budget', reasoningWish(reasoning, defaults))).toBe(wanted);
  });

  it('only a budget puts conditions on the history', () => {
    expect(thinksWithBudget('adaptive', { budget: true })).toBe(false);
    expect(thinksWithBudget('budget-or-adaptive', { budget: false })).toBe(false);
    expect(thinksWithBudget('budget-or-adaptive', { budget: true })).toBe(true);
  });
});

describe('limits', () => {
  it('are seven days and 64 MB', () => {
    expect(readVaultLimits({})).toEqual({ maxAgeMs: 7 * 86_400_000, maxBytes: 64 * 1024 * 1024 });
  });
  it('are what the config says, in quotes or not', () => {
    const document = { torii_settings: { thinking_vault_max_age_days: '1', thinking_vault_max_size_mb: 0.5 } };
    expect(readVaultLimits(document)).toEqual({ maxAgeMs: 86_400_000, maxBytes: 512 * 1024 });
  });
});
