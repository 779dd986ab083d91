import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CacheLimits, describeCachePlan, planCache } from '../../../src/domain/cachePlan.ts';
import type { CachePlace } from '../../../src/domain/capabilities.ts';
import type { AssistantPart, ChatMessage, ChatRequest, UserPart } from '../../../src/domain/chat.ts';
import { anyRequest, calls, request, result, says, text, tokens, tool } from './conversations.ts';

const CLAUDE: CacheLimits = {
  maxPoints: 4,
  minTokens: 1024,
  places: ['system', 'messages', 'tools'],
  oneHour: false,
};
const NOVA: CacheLimits = { ...CLAUDE, places: ['system', 'messages'] };

/** Where marks stand: `tools.0`, `system.0`, `messages.2.0`. */
function marksOf(planned: ChatRequest): readonly string[] {
  const marked = (parts: readonly object[], place: string): readonly string[] =>
    parts.flatMap((part, index) =>
      'cacheControl' in part && part.cacheControl !== undefined ? [`${place}.${index}`] : [],
    );
  return [
    ...marked(planned.tools, 'tools'),
    ...marked(planned.system, 'system'),
    ...planned.messages.flatMap((message, index) => marked(message.content, `messages.${index}`)),
  ];
}

/** The prompt up to a mark, without any marks: what a model caches. */
function prefixOf(planned: ChatRequest, messageIndex: number): string {
  const { tools, system, messages } = planned;
  return JSON.stringify([tools, system, messages.slice(0, messageIndex + 1)], (key, value: unknown) =>
    key === 'cacheControl' ? undefined : value,
  );
}

const AGENT = request({
  tools: [tool('read_files', 800), tool('run_commands', 800)],
  system: [text(tokens(1000))],
  messages: [says('Do it'), calls('a'), result('a', 'one'), calls('b'), result('b', 'two')],
});

describe('automatic points', () => {
  it('stand behind the last tool, the system text and the last two user turns', () => {
    const { request: planned, plan } = planCache(AGENT, CLAUDE);
    expect(marksOf(planned)).toEqual(['tools.1', 'system.0', 'messages.2.0', 'messages.4.0']);
    expect(plan.source).toBe('automatic');
    expect(plan.points.map(({ place, index }) => `${place}.${index}`)).toEqual([
      'tools.1',
      'system.0',
      'messages.2',
      'messages.4',
    ]);
    expect(describeCachePlan(plan)).toMatch(/^automatic: tools\.1 \(~1\d{3} tokens\), system\.0 \(~2\d{3} tokens\)/);
  });

  it('leave out those whose prompt is too short to be cached', () => {
    const short = { ...AGENT, tools: [tool('read_files', 100)], system: [text(tokens(500))] };
    expect(marksOf(planCache(short, CLAUDE).request)).toEqual([]);
    expect(planCache(short, CLAUDE).plan).toMatchObject({ source: 'none', reason: expect.stringContaining('1024') });
    const grown = { ...short, messages: [...short.messages, calls('c'), result('c', tokens(600))] };
    expect(marksOf(planCache(grown, CLAUDE).request)).toEqual(['messages.6.0']);
  });

  it('keep to the places of the model, and do not count what it does not cache', () => {
    const shorter = { ...AGENT, system: [text(tokens(900))] };
    expect(marksOf(planCache(shorter, NOVA).request)).toEqual([]);
    const longer = { ...AGENT, system: [text(tokens(1100))] };
    expect(marksOf(planCache(longer, NOVA).request)).toEqual(['system.0', 'messages.2.0', 'messages.4.0']);
  });

  it('keep the last ones where the model takes fewer', () => {
    expect(marksOf(planCache(AGENT, { ...CLAUDE, maxPoints: 2 }).request)).toEqual(['messages.2.0', 'messages.4.0']);
  });

  it('stay within the size that a model caches', () => {
    const limits = { ...CLAUDE, maxTokens: 3000 };
    const long = { ...AGENT, messages: [...AGENT.messages, calls('c'), result('c', tokens(5000))] };
    expect(marksOf(planCache(long, limits).request)).toEqual(['tools.1', 'system.0', 'messages.2.0', 'messages.4.0']);
  });

  it('stand behind the last text, not behind blank text or an image', () => {
    const image = { type: 'image' as const, source: { kind: 'base64' as const, mediaType: 'image/png', data: 'AAAA' } };
    const messages: ChatMessage[] = [
      { role: 'user', content: [text(tokens(2000)), image, text('  \n')] },
      calls('a'),
      { role: 'user', content: [image] },
    ];
    expect(marksOf(planCache(request({ messages, system: [text(' ')] }), CLAUDE).request)).toEqual([
      'messages.0.0',
      'messages.2.0',
    ]);
  });

  it('count messages of one role as one turn, its tool results first', () => {
    const turn: ChatMessage[] = [says('First of all'), calls('a'), says('by the way'), result('a', tokens(2000))];
    const { request: planned, plan } = planCache(request({ messages: turn }), CLAUDE);
    expect(marksOf(planned)).toEqual(['messages.2.0']);
    expect(plan.points[0]?.tokens).toBeGreaterThan(2000);
  });

  it('leave tools alone where the client forbids calls', () => {
    const forbidden = { ...AGENT, toolChoice: { type: 'none' as const } };
    expect(marksOf(planCache(forbidden, CLAUDE).request)).not.toContain('tools.1');
  });

  it('take the lifetime that the client wishes for the whole body', () => {
    const wished = { ...AGENT, extra: { cache_control: { type: 'ephemeral', ttl: '1h' } } };
    expect(planCache(wished, CLAUDE).request.system[0]?.cacheControl).toEqual({ ttl: '1h' });
  });
});

describe('other sources', () => {
  const marked = { ...AGENT, system: [{ ...text(tokens(1000)), cacheControl: {} }] };

  it('the client marked something: nothing is added', () => {
    const { request: planned, plan } = planCache(marked, CLAUDE);
    expect(planned).toBe(marked);
    expect(plan).toMatchObject({ source: 'client', points: [{ place: 'system', index: 0 }] });
  });

  it('a mark inside a tool result is a mark of the client', () => {
    const inner: ChatMessage = {
      role: 'user',
      content: [{ type: 'tool-result', toolCallId: 'a', content: [{ ...text('one'), cacheControl: {} }] }],
    };
    const { plan } = planCache({ ...AGENT, messages: [says('Do it'), calls('a'), inner] }, CLAUDE);
    expect(plan).toMatchObject({ source: 'client', points: [{ place: 'messages', index: 2 }] });
  });

  it('the config has injection points: they win, even over the switch', () => {
    const { request: planned, plan } = planCache(AGENT, CLAUDE, { configured: true, offBy: 'model_info' });
    expect(planned).toBe(AGENT);
    expect(describeCachePlan(plan)).toBe('config: cache_control_injection_points');
  });

  it('a model that cannot cache gets no mark at all', () => {
    const { request: planned, plan } = planCache(marked, undefined, { configured: true });
    expect(marksOf(planned)).toEqual([]);
    expect(plan).toMatchObject({ source: 'none', reason: 'the model takes no cache points' });
  });

  it('switched off: no mark at all, and the plan says by what', () => {
    const { request: planned, plan } = planCache(marked, CLAUDE, { offBy: 'torii_settings.prompt_caching' });
    expect(marksOf(planned)).toEqual([]);
    expect(describeCachePlan(plan)).toBe('none: switched off by torii_settings.prompt_caching');
  });

  it('a request without marks passes untouched where nothing is to be cached', () => {
    expect(planCache(AGENT, undefined).request).toBe(AGENT);
  });
});

describe('for any request', () => {
  const places = fc.subarray<CachePlace>(['tools', 'system', 'messages']);
  const limits = fc.record({
    maxPoints: fc.integer({ min: 0, max: 5 }),
    minTokens: fc.constantFrom(0, 500, 1024, 4096),
    maxTokens: fc.constantFrom(undefined, 3000),
    places,
    oneHour: fc.boolean(),
  });

  it('points keep to number, places, minimum and limit, and never stand on blank text', () => {
    fc.assert(
      fc.property(anyRequest(), limits, (given, traits) => {
        const { request: planned, plan } = planCache(given, traits);
        const marks = marksOf(planned);
        expect(marks.length).toBe(plan.points.length);
        expect(marks.length).toBeLessThanOrEqual(traits.maxPoints);
        for (const point of plan.points) {
          expect(traits.places).toContain(point.place);
          expect(point.tokens).toBeGreaterThanOrEqual(traits.minTokens);
          expect(point.tokens).toBeLessThanOrEqual(traits.maxTokens ?? Number.POSITIVE_INFINITY);
        }
        const parts: (UserPart | AssistantPart)[] = [...planned.system];
        for (const { content } of planned.messages) parts.push(...content);
        for (const part of parts) {
          if (part.type === 'text' && part.cacheControl !== undefined) expect(part.text.trim()).not.toBe('');
        }
      }),
    );
  });

  it('without its marks, the planned request is the request', () => {
    fc.assert(
      fc.property(anyRequest(), limits, (given, traits) => {
        const { request: planned } = planCache(given, traits);
        expect(planCache(planned, undefined).request).toEqual(given);
      }),
    );
  });

  it("the client's marks stay exactly as they are, or go altogether", () => {
    fc.assert(
      fc.property(anyRequest(true), limits, (given, traits) => {
        const { request: planned, plan } = planCache(given, traits);
        if (plan.source === 'client') expect(planned).toBe(given);
        expect(marksOf(planCache(given, undefined).request)).toEqual([]);
      }),
    );
  });

  it('one turn later, the point that was last still stands on the same prompt', () => {
    fc.assert(
      fc.property(anyRequest(), fc.string(), (given, answer) => {
        const asked = { ...given, messages: [...given.messages, says(`go on${tokens(1200)}`)] };
        const next = { ...asked, messages: [...asked.messages, calls('c', `${answer}!`), result('c', 'done')] };
        const last = planCache(asked, CLAUDE).plan.points.at(-1);
        const later = planCache(next, CLAUDE);
        expect(later.plan.points).toContainEqual(last);
        expect(prefixOf(later.request, last?.index ?? 0)).toBe(
          prefixOf(planCache(asked, CLAUDE).request, last?.index ?? 0),
        );
      }),
    );
  });
});
