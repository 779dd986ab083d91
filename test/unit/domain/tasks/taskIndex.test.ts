import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TaskIndex } from '../../../../src/domain/taskIndex.ts';
import type { TaskSighting } from '../../../../src/domain/taskMatch.ts';
import { chatBody, digest, sight } from './conversations.ts';

const OWNER = { token: 'key-1', client: 'Cline/4.0.12' };
const MINUTE = 60_000;

/** An index that knows one request of a task. */
function indexWith(sighting: TaskSighting): TaskIndex {
  const index = new TaskIndex(digest);
  index.record(OWNER, 'task-1', sighting);
  return index;
}

describe('a conversation that goes on', () => {
  it('is found however it grows', () => {
    const turns = fc.array(fc.string({ minLength: 1 }), { minLength: 3, maxLength: 9 });
    fc.assert(
      fc.property(turns, fc.nat(), (texts, cut) => {
        const before = texts.slice(0, 1 + (cut % (texts.length - 1)));
        const now = [...texts, ...(texts.length % 2 === 0 ? ['more'] : [])];
        expect(indexWith(sight(chatBody(before))).continued(OWNER, sight(chatBody(now)))).toBe('task-1');
      }),
    );
  });

  it('is found by its growth where two began alike', () => {
    const index = indexWith(sight(chatBody(['Fix it', 'First answer', 'Go on'])));
    index.record(OWNER, 'task-2', sight(chatBody(['Fix it', 'Second answer', 'Stop'])));
    const first = sight(chatBody(['Fix it', 'First answer', 'Go on', 'Done', 'Thanks']));
    expect(index.continued(OWNER, first)).toBe('task-1');
    const second = sight(chatBody(['Fix it', 'Second answer', 'Stop', 'Done', 'Thanks']));
    expect(index.continued(OWNER, second)).toBe('task-2');
  });

  it('is found by its beginning where the agent has shortened what came between', () => {
    const index = indexWith(sight(chatBody(['Fix it', 'a', 'b', 'c', 'd', 'e', 'f'])));
    expect(index.continued(OWNER, sight(chatBody(['Fix it', 'in short', 'g'])))).toBe('task-1');
  });

  it('is found by its growth where the system prompt has changed, as it does at midnight', () => {
    const index = indexWith(sight(chatBody(['Fix it', 'a', 'b'])));
    const body = chatBody(['Fix it', 'a', 'b', 'c', 'd']);
    const tomorrow = {
      ...body,
      messages: [{ role: 'system', content: 'A new day.' }, ...(body['messages'] as []).slice(1)],
    };
    expect(index.continued(OWNER, sight(tomorrow))).toBe('task-1');
  });

  it('is found though its cache marks have moved', () => {
    const marked = [{ type: 'text', text: 'Fix it', cache_control: { type: 'ephemeral' } }];
    const first = { ...chatBody([]), messages: [{ role: 'user', content: marked }] };
    const plain = [
      { role: 'user', content: [{ type: 'text', text: 'Fix it' }] },
      { role: 'assistant', content: 'Done' },
      { role: 'user', content: 'Thanks' },
    ];
    expect(indexWith(sight(first)).continued(OWNER, sight({ ...chatBody([]), messages: plain }))).toBe('task-1');
  });

  it.each([
    ['of another key', { token: 'key-2', client: OWNER.client }],
    ['of another product', { token: OWNER.token, client: 'opencode/1.0' }],
  ])('is another task %s', (_, owner) => {
    const index = indexWith(sight(chatBody(['Fix it'])));
    expect(index.continued(owner, sight(chatBody(['Fix it', 'Done', 'Thanks'])))).toBeUndefined();
  });

  it('is the same task after an update of the client', () => {
    const index = indexWith(sight(chatBody(['Fix it'])));
    const updated = { ...OWNER, client: 'Cline/4.1.0' };
    expect(index.continued(updated, sight(chatBody(['Fix it', 'Done', 'Thanks'])))).toBe('task-1');
  });
});

describe('a conversation that begins word for word like one before', () => {
  it('is a re-send while the other has no answer in its history, for ten minutes', () => {
    const index = indexWith(sight(chatBody(['Say hi']), 0));
    expect(index.continued(OWNER, sight(chatBody(['Say hi']), 9 * MINUTE))).toBe('task-1');
    expect(index.continued(OWNER, sight(chatBody(['Say hi']), 11 * MINUTE))).toBeUndefined();
  });

  it('is a new task where the other has gone on', () => {
    const index = indexWith(sight(chatBody(['Say hi'])));
    index.record(OWNER, 'task-1', sight(chatBody(['Say hi', 'Hi', 'Again'])));
    expect(index.continued(OWNER, sight(chatBody(['Say hi'])))).toBeUndefined();
  });
});

describe('a request that derives from a task', () => {
  const QUESTION = 'Refactor the parser module';
  const side = (text: string, now = 0) =>
    sight(
      {
        messages: [
          { role: 'system', content: 'Write a title.' },
          { role: 'user', content: text },
        ],
      },
      now,
    );

  it('quotes its question and offers no tools', () => {
    const index = indexWith(sight(chatBody([QUESTION])));
    expect(index.derived(OWNER, side(`Title for: ${QUESTION}`))).toBe('task-1');
    expect(index.derived(OWNER, side('Title for: Something else'))).toBeUndefined();
  });

  it('comes within a quarter of an hour', () => {
    const index = indexWith(sight(chatBody([QUESTION]), 0));
    expect(index.derived(OWNER, side(QUESTION, 14 * MINUTE))).toBe('task-1');
    expect(index.derived(OWNER, side(QUESTION, 16 * MINUTE))).toBeUndefined();
  });

  it('asks what a model handed to a tool', () => {
    const index = indexWith(sight(chatBody([QUESTION])));
    index.handed('task-1', JSON.stringify({ task: 'List all tests of the parser', path: 'src/parser/index.ts' }));
    const sub = (text: string) => sight({ ...chatBody([text]), messages: [{ role: 'user', content: text }] });
    expect(index.derived(OWNER, sub('List all tests of the parser'))).toBe('task-1');
    expect(index.derived(OWNER, sub('Why does src/parser/index.ts fail?'))).toBeUndefined();
    expect(index.derived(OWNER, sub(`List all tests of the parser, ${'and then '.repeat(20)}`))).toBeUndefined();
  });

  it('is not a user who asks in a new task about the same thing', () => {
    const index = indexWith(sight(chatBody([QUESTION])));
    expect(index.derived(OWNER, sight(chatBody([`${QUESTION}, but this time with tests`])))).toBeUndefined();
  });

  it('is of the task that was heard of last, where two could be meant', () => {
    const index = indexWith(sight(chatBody([QUESTION])));
    index.record(OWNER, 'task-2', sight(chatBody([QUESTION, 'Done', 'More']), MINUTE));
    expect(index.derived(OWNER, side(QUESTION, MINUTE))).toBe('task-2');
  });
});

it('forgets the oldest threads of a key', () => {
  const index = indexWith(sight(chatBody(['The first of all'])));
  for (let at = 1; at <= 300; at += 1) index.record(OWNER, `task-${at + 1}`, sight(chatBody([`Question ${at}`]), at));
  expect(index.continued(OWNER, sight(chatBody(['The first of all', 'a', 'b'])))).toBeUndefined();
  expect(index.continued(OWNER, sight(chatBody(['Question 300', 'a', 'b'])))).toBe('task-301');
});
