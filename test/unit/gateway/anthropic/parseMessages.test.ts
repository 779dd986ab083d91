import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatRequest } from '../../../../src/domain/chat.ts';
import { GatewayError } from '../../../../src/domain/errors.ts';
import type { PreparationNote } from '../../../../src/domain/spend.ts';
import { parseMessages } from '../../../../src/gateway/dialects/anthropic/parseMessages.ts';

const BASE = { model: 'm', max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] };

function parse(body: Record<string, unknown>): { request: ChatRequest; notes: readonly PreparationNote[] } {
  const notes: PreparationNote[] = [];
  return { request: parseMessages({ ...BASE, ...body }, (note) => notes.push(note)), notes };
}

function user(...content: unknown[]): Record<string, unknown> {
  return { messages: [{ role: 'user', content }] };
}

function assistant(...content: unknown[]): Record<string, unknown> {
  return {
    messages: [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content },
    ],
  };
}

function contentOf(body: Record<string, unknown>): readonly unknown[] {
  return parse(body).request.messages.at(-1)?.content ?? [];
}

function refusal(body: Record<string, unknown>): { message: string; param: string | undefined } {
  try {
    parse(body);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    expect(error.kind).toBe('bad-request');
    return { message: error.message, param: error.param };
  }
  throw new Error('The body was taken.');
}

describe('the parameters', () => {
  it('are read by their names', () => {
    const { request } = parse({
      temperature: 0.5,
      top_p: 0.9,
      top_k: 40,
      stop_sequences: ['END', ''],
      stream: true,
      metadata: { user_id: 'u' },
    });
    expect(request).toMatchObject({
      model: 'm',
      maxTokens: 100,
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      stop: ['END'],
      stream: true,
      extra: {},
    });
  });

  it('keep what the vocabulary does not name, and leave out what only Anthropic serves', () => {
    const { request, notes } = parse({
      guardrailConfig: { guardrailIdentifier: 'g' },
      context_management: { edits: [] },
      container: 'c',
      service_tier: 'auto',
      betas: ['b'],
    });
    expect(request.extra).toEqual({ guardrailConfig: { guardrailIdentifier: 'g' } });
    expect(notes).toEqual([{ code: 'parameters-dropped', detail: 'Left out: context_management, container.' }]);
  });

  it.each([
    [{ thinking: { type: 'enabled', budget_tokens: 2000 } }, { mode: 'enabled', budgetTokens: 2000 }],
    [
      { thinking: { type: 'adaptive', display: 'omitted' }, output_config: { effort: 'max' } },
      { mode: 'adaptive', effort: 'max' },
    ],
    [{ thinking: { type: 'between_tools' } }, { mode: 'adaptive' }],
    [{ thinking: { type: 'disabled' } }, { mode: 'disabled' }],
    [{ output_config: { effort: 'low' } }, { mode: 'disabled', effort: 'low' }],
    [{}, undefined],
  ])('say how to think: %j', (body, reasoning) => {
    expect(parse(body).request.reasoning).toEqual(reasoning);
  });

  it.each(['output_config', 'output_format'])('ask for JSON of a schema in %s', (name) => {
    const format = { type: 'json_schema', schema: { type: 'object' } };
    const body = name === 'output_config' ? { output_config: { format } } : { output_format: format };
    expect(parse(body).request.responseFormat).toEqual({ type: 'json-schema', schema: { type: 'object' } });
  });

  it('put a mark for the cache on the last block when the request has one', () => {
    expect(contentOf({ cache_control: { type: 'ephemeral', ttl: '1h' } })).toEqual([
      { type: 'text', text: 'Hi', cacheControl: { ttl: '1h' } },
    ]);
  });
});

describe('the system text', () => {
  it('is a string or texts with marks for the cache', () => {
    expect(parse({ system: 'Be brief.' }).request.system).toEqual([{ type: 'text', text: 'Be brief.' }]);
    const system = [
      { type: 'text', text: 'A' },
      { type: 'text', text: 'B', cache_control: { type: 'ephemeral', ttl: '1h' } },
    ];
    expect(parse({ system }).request.system).toEqual([
      { type: 'text', text: 'A' },
      { type: 'text', text: 'B', cacheControl: { ttl: '1h' } },
    ]);
  });

  it('loses the line for the billing of Anthropic, which differs between conversations', () => {
    const billing = { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.329.153; cc_entrypoint=cli;' };
    const { request, notes } = parse({ system: [billing, { type: 'text', text: 'A' }] });
    expect(request.system).toEqual([{ type: 'text', text: 'A' }]);
    expect(notes).toEqual([{ code: 'parameters-dropped', detail: 'Left out: x-anthropic-billing-header.' }]);
  });

  it('keeps its place when it comes amid the messages', () => {
    const { request } = parse({ messages: [...BASE.messages, { role: 'system', content: 'Be brief.' }] });
    expect(request.messages[1]).toEqual({
      role: 'user',
      content: [{ type: 'text', text: '<system-reminder>\nBe brief.\n</system-reminder>' }],
    });
  });
});

describe('a system message amid the conversation', () => {
  const later = [...BASE.messages, { role: 'assistant', content: 'Yes?' }, { role: 'user', content: 'Go on.' }];
  const tool = (name: string) => ({ name, input_schema: { type: 'object' } });

  it('is over with the next user message where it says so', () => {
    const system = { role: 'system', content: 'Be brief.', clear_at: 'next_user_message' };
    const before = parse({ messages: [...BASE.messages, system] }).request.messages[1];
    expect(before?.content).toHaveLength(1);
    const after = parse({ messages: [...BASE.messages, system, ...later.slice(1)] }).request.messages[1];
    expect(after?.content).toEqual([]);
  });

  it('brings tools, takes them away and offers them again', () => {
    const change = (type: string, content: unknown) => ({ role: 'system', content: [{ type, tool: content }] });
    const addition = change('tool_addition', { type: 'tool_definition', definition: tool('write') });
    const removal = (name: string) => change('tool_removal', { type: 'tool_reference', name });
    const names = (...messages: unknown[]) =>
      parse({ tools: [tool('read')], messages: [...BASE.messages, ...messages] }).request.tools.map(({ name }) => name);
    expect(names(addition)).toEqual(['read', 'write']);
    expect(names(addition, removal('read'))).toEqual(['write']);
    expect(names(removal('read'), change('tool_addition', { type: 'tool_reference', name: 'read' }))).toEqual(['read']);
  });

  it('sets the effort from there on', () => {
    const messages = [...BASE.messages, { role: 'system', output_config: { effort: 'low' } }];
    const { request } = parse({ messages, thinking: { type: 'adaptive' }, output_config: { effort: 'high' } });
    expect(request.reasoning).toEqual({ mode: 'adaptive', effort: 'low' });
    expect(request.messages[1]?.content).toEqual([]);
  });
});

describe('a user message', () => {
  it('holds images by base64 and by address', () => {
    const base64 = { type: 'base64', media_type: 'image/PNG', data: 'AAAA' };
    expect(
      contentOf(
        user(
          { type: 'image', source: base64, cache_control: { type: 'ephemeral' } },
          { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
        ),
      ),
    ).toEqual([
      { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'AAAA' }, cacheControl: {} },
      { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } },
    ]);
  });

  it('holds documents of every source', () => {
    const pdf = { type: 'base64', media_type: 'application/pdf', data: 'AAAA' };
    const text = (data: string) => ({ kind: 'base64', mediaType: 'text/plain', data: btoa(data) });
    expect(
      contentOf(
        user(
          { type: 'document', source: pdf, title: 'Plan', context: 'A draft.' },
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'words' } },
          { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } },
          {
            type: 'document',
            source: {
              type: 'content',
              content: [
                { type: 'text', text: 'inside' },
                { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'BBBB' } },
              ],
            },
          },
        ),
      ),
    ).toEqual([
      { type: 'text', text: 'A draft.' },
      { type: 'document', name: 'Plan', source: { kind: 'base64', mediaType: 'application/pdf', data: 'AAAA' } },
      { type: 'document', source: text('words') },
      { type: 'document', source: { kind: 'url', url: 'https://example.com/a.pdf' } },
      { type: 'document', source: text('inside') },
      { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'BBBB' } },
    ]);
  });

  it('holds results of tools as a string, as blocks, or empty', () => {
    expect(
      contentOf(
        user(
          { type: 'tool_result', tool_use_id: 'a', content: 'done', is_error: true },
          {
            type: 'tool_result',
            tool_use_id: 'b',
            cache_control: { type: 'ephemeral', ttl: '5m' },
            content: [
              { type: 'text', text: 'shot' },
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
              { type: 'tool_reference', tool_name: 'Grep' },
            ],
          },
          { type: 'tool_result', tool_use_id: 'c' },
        ),
      ),
    ).toEqual([
      { type: 'tool-result', toolCallId: 'a', content: [{ type: 'text', text: 'done' }], isError: true },
      {
        type: 'tool-result',
        toolCallId: 'b',
        cacheControl: { ttl: '5m' },
        content: [
          { type: 'text', text: 'shot' },
          { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'AAAA' } },
          { type: 'text', text: 'The tool Grep is available.' },
        ],
      },
      { type: 'tool-result', toolCallId: 'c', content: [] },
    ]);
  });

  it('holds search results, as text', () => {
    const block = { type: 'search_result', title: 'T', source: 'S', content: [{ type: 'text', text: 'found' }] };
    expect(contentOf(user(block))).toEqual([{ type: 'text', text: 'T\nS\n\nfound' }]);
  });
});

describe('an assistant message', () => {
  it('holds thinking, text and calls', () => {
    expect(
      contentOf(
        assistant(
          { type: 'thinking', thinking: 'hm', signature: 'sig' },
          { type: 'redacted_thinking', data: 'AAAA' },
          { type: 'text', text: 'Let me see.' },
          {
            type: 'tool_use',
            id: 'toolu_1',
            name: 'read',
            input: { path: '/a' },
            cache_control: { type: 'ephemeral' },
          },
        ),
      ),
    ).toEqual([
      { type: 'thinking', text: 'hm', signature: 'sig' },
      { type: 'redacted-thinking', data: 'AAAA' },
      { type: 'text', text: 'Let me see.' },
      { type: 'tool-call', id: 'toolu_1', name: 'read', arguments: '{"path":"/a"}', cacheControl: {} },
    ]);
  });

  it('loses the blocks of server tools, which a note says', () => {
    const { request, notes } = parse(
      assistant(
        { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
        { type: 'web_search_tool_result', tool_use_id: 's', content: [] },
        { type: 'text', text: 'Found.' },
      ),
    );
    expect(request.messages.at(-1)?.content).toEqual([{ type: 'text', text: 'Found.' }]);
    expect(notes).toEqual([
      { code: 'history-mended', detail: 'Left out of the messages: server_tool_use, web_search_tool_result.' },
    ]);
  });
});

describe('tools', () => {
  const read = { name: 'read', description: 'Reads', input_schema: { type: 'object' }, defer_loading: true };

  it('are read with their schema and mark; server tools are left out, which a note says', () => {
    const { request, notes } = parse({
      tools: [
        { ...read, cache_control: { type: 'ephemeral', ttl: '1h' } },
        { ...read, type: 'custom', name: 'write', strict: true },
        { type: 'web_search_20250305', name: 'web_search' },
      ],
    });
    expect(request.tools).toEqual([
      { name: 'read', description: 'Reads', parameters: { type: 'object' }, cacheControl: { ttl: '1h' } },
      { name: 'write', description: 'Reads', parameters: { type: 'object' }, strict: true },
    ]);
    expect(notes.map(({ code }) => code)).toEqual(['parameters-dropped']);
    expect(notes[0]?.detail).toContain('web_search_20250305');
  });

  it.each([
    [{ type: 'auto' }, { type: 'auto' }],
    [{ type: 'any' }, { type: 'required' }],
    [{ type: 'none' }, { type: 'none' }],
    [
      { type: 'tool', name: 'read' },
      { type: 'tool', name: 'read' },
    ],
  ])('are chosen by %j', (choice, expected) => {
    const { request } = parse({ tools: [read], tool_choice: choice });
    expect(request.toolChoice).toEqual(expected);
    expect(request.parallelToolCalls).toBeUndefined();
  });

  it('are called one at a time where parallel use is off', () => {
    const choice = { type: 'any', disable_parallel_tool_use: true };
    expect(parse({ tools: [read], tool_choice: choice }).request.parallelToolCalls).toBe(false);
  });

  it('leave the choice to the model when the forced one was left out', () => {
    const tools = [read, { type: 'web_search_20250305', name: 'web_search' }];
    expect(parse({ tools, tool_choice: { type: 'tool', name: 'web_search' } }).request.toolChoice).toEqual({
      type: 'auto',
    });
  });
});

describe('a body that cannot be read', () => {
  it.each([
    [{ max_tokens: undefined }, 'max_tokens: Field required'],
    [{ messages: undefined }, 'messages: Field required'],
    [{ messages: [] }, 'messages: at least one message is required'],
    [{ messages: [{ role: 'user' }] }, 'messages.0.content: Field required'],
    [{ messages: [{ role: 'tool', content: '' }] }, /^messages\.0\.role: /],
    [user('text'), /^messages\.0\.content\.0: /],
    [user({ text: 'no type' }), 'messages.0.content.0.type: Field required'],
    [
      user({ type: 'video' }),
      /^messages\.0\.content\.0: a block of type 'video' is not taken here; use one of: text, image/,
    ],
    [user({ type: 'constructor' }), /^messages\.0\.content\.0: a block of type 'constructor'/],
    [user({ type: 'thinking', thinking: '' }), /^messages\.0\.content\.0: a block of type 'thinking'/],
    [assistant({ type: 'tool_result', tool_use_id: 'a' }), /^messages\.1\.content\.0: a block of type 'tool_result'/],
    [user({ type: 'image' }), 'messages.0.content.0.image.source: Field required'],
    [
      user({ type: 'text', text: 'a' }, { type: 'image', source: { type: 'base64', media_type: 'image/png' } }),
      'messages.0.content.1.image.source.base64.data: Field required',
    ],
    [
      user({ type: 'image', source: { type: 'file', file_id: 'f' } }),
      'messages.0.content.0.image.source: file ids are not kept here; send the content as base64',
    ],
    [user({ type: 'tool_result', content: 'x' }), 'messages.0.content.0.tool_result.tool_use_id: Field required'],
    [
      user({ type: 'tool_result', tool_use_id: 'a', content: [{ type: 'image' }] }),
      'messages.0.content.0.tool_result.content.0.image.source: Field required',
    ],
    [assistant({ type: 'tool_use', id: 'a', name: 'x', input: 'text' }), /^messages\.1\.content\.0\.tool_use\.input: /],
    [{ system: [{ type: 'image' }] }, /^system\.0: a block of type 'image' is not taken here; use one of: text$/],
    [{ tools: [{ name: 'x' }] }, 'tools.0.input_schema: Field required'],
    [{ tool_choice: { type: 'tool' } }, 'tool_choice.tool.name: Field required'],
    [{ thinking: { type: 'enabled' } }, 'thinking.enabled.budget_tokens: Field required'],
    [{ max_tokens: 0 }, /^max_tokens: /],
  ] as const)('is refused with the place of %j', (body, expected) => {
    const { message, param } = refusal(body);
    if (typeof expected === 'string') expect(message).toBe(expected);
    else expect(message).toMatch(expected);
    expect(message.startsWith(`${param}: `)).toBe(true);
  });
});

/** Bodies that are nearly right: any value may stand anywhere. */
const blocks = fc.array(
  fc.oneof(
    fc.record(
      {
        type: fc.constantFrom('text', 'image', 'document', 'tool_use', 'tool_result', 'thinking', 'search_result', 'x'),
        text: fc.oneof(fc.string(), fc.jsonValue()),
        source: fc.oneof(
          fc.record({
            type: fc.constantFrom('base64', 'url', 'text', 'content', 'file', 'x'),
            media_type: fc.string(),
            data: fc.oneof(fc.base64String(), fc.jsonValue()),
            url: fc.webUrl(),
            content: fc.jsonValue(),
          }),
          fc.jsonValue(),
        ),
        tool_use_id: fc.oneof(fc.string(), fc.jsonValue()),
        content: fc.jsonValue(),
        input: fc.jsonValue(),
        cache_control: fc.oneof(fc.constant({ type: 'ephemeral' }), fc.jsonValue()),
      },
      { requiredKeys: ['type'] },
    ),
    fc.jsonValue(),
  ),
  { maxLength: 4 },
);

const bodies = fc.record(
  {
    model: fc.string(),
    max_tokens: fc.oneof(fc.nat(), fc.jsonValue()),
    messages: fc.oneof(
      fc.array(
        fc.record({
          role: fc.constantFrom('user', 'assistant', 'system'),
          content: fc.oneof(fc.string(), blocks, fc.jsonValue()),
        }),
        { maxLength: 3 },
      ),
      fc.jsonValue(),
    ),
    system: fc.oneof(fc.string(), blocks, fc.jsonValue()),
    tools: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
    tool_choice: fc.jsonValue(),
    thinking: fc.jsonValue(),
    output_config: fc.jsonValue(),
  },
  { requiredKeys: ['messages'] },
);

describe('any body', () => {
  it('is read, or refused with a GatewayError', () => {
    fc.assert(
      fc.property(fc.oneof(bodies, fc.dictionary(fc.string(), fc.jsonValue())), (body) => {
        try {
          parseMessages(body, () => undefined);
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
