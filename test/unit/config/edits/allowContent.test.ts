import { expect, it } from 'vitest';
import { allowContent } from '../../../../src/config/edits/allowContent.ts';

const SWITCH = '    langfuse:\n      content: true\n';

it.each([
  [
    'with no such section',
    'model_list: [] # all\n',
    `model_list: [] # all\ntorii_settings:\n  destinations:\n${SWITCH}`,
  ],
  ['without a last line break', 'a: 1', `a: 1\ntorii_settings:\n  destinations:\n${SWITCH}`],
  [
    'with the section, amid others',
    'torii_settings:\n  a: 1 # why\nb: 2\n',
    `torii_settings:\n  a: 1 # why\n  destinations:\n${SWITCH}b: 2\n`,
  ],
  [
    'with another destination',
    'torii_settings:\n  destinations:\n    otel:\n      content: false\n',
    `torii_settings:\n  destinations:\n    otel:\n      content: false\n${SWITCH}`,
  ],
  [
    'with the switch off',
    'torii_settings:\n  destinations:\n    langfuse: \n      content: false # no\n',
    'torii_settings:\n  destinations:\n    langfuse: \n      content: true # no\n',
  ],
])('a config %s gets the switch where it belongs, and keeps all else', (_, before, after) => {
  expect(allowContent(before, 'langfuse')).toBe(after);
});

it.each(['torii_settings: {}\n', 'torii_settings: [\n', 'torii_settings:\n'])('%j is left to a person', (text) => {
  expect(() => allowContent(text, 'langfuse')).toThrow('by hand');
});
