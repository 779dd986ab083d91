import { expect, it } from 'vitest';
import { questionOf, titleOf } from '../../../../src/domain/taskQuestion.ts';
import { conversationOf } from './conversations.ts';

const ask = (content: unknown): string => questionOf(conversationOf({ messages: [{ role: 'user', content }] }));

it.each([
  ['a plain message', 'Fix the parser', 'Fix the parser'],
  [
    "Cline's task tag",
    [
      { type: 'text', text: '<task>\nFix the parser\n</task>' },
      { type: 'text', text: '# task_progress RECOMMENDED' },
      { type: 'text', text: '<environment_details>…</environment_details>' },
    ],
    'Fix the parser',
  ],
  [
    "Claude Code's reminders before the question",
    [
      { type: 'text', text: '<system-reminder>Today is Monday.</system-reminder>' },
      { type: 'text', text: 'Fix the parser' },
    ],
    'Fix the parser',
  ],
  ["Cline's mode", '<user_input mode="act">Fix the parser</user_input>', 'Fix the parser'],
  ['nothing but surroundings', '<environment_context>Linux</environment_context>', ''],
])('finds the question in %s', (_, content, question) => {
  expect(ask(content)).toBe(question);
});

it('finds it behind the surroundings that Codex sends as a message of their own', () => {
  const input = [
    { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'You are a coding agent' }] },
    { type: 'message', role: 'user', content: [{ type: 'input_text', text: '<environment_context>…' }] },
    { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Read the hello file please' }] },
    { type: 'function_call', name: 'exec_command', arguments: '{}', call_id: 'c' },
    { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'And then?' }] },
  ];
  expect(questionOf(conversationOf({ input }))).toBe('Read the hello file please');
});

it('makes a title of one line and 80 characters', () => {
  expect(titleOf('Fix\n  the parser')).toBe('Fix the parser');
  expect(titleOf('word '.repeat(40))).toHaveLength(80);
  expect(titleOf('  ')).toBeUndefined();
});
