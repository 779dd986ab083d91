import { describe, expect, it } from 'vitest';
import { setFallbacks } from '../../../../src/config/edits/setFallbacks.ts';
import type { FallbackEdit } from '../../../../src/domain/routing/fallbackEdits.ts';
import { FILE, settingsOf } from '../parse.ts';

const general = (group: string, ...fallbacks: string[]): FallbackEdit => ({ kind: 'general', group, fallbacks });

function edited(text: string, edit: FallbackEdit, files: Readonly<Record<string, string>> = {}): string {
  const readFile = (path: string) => (path === FILE ? text : files[path]);
  const changed = setFallbacks({ file: FILE, readFile }, edit);
  return changed.find(({ file }) => file === FILE)?.text ?? text;
}

describe('a chain on lines', () => {
  const text = [
    'router_settings:',
    '  num_retries: 1 # few',
    '  fallbacks:',
    '    # the expensive one first',
    '    - big:',
    '        # cheapest first',
    '        - small # cheap',
    '        # strong, but slow',
    "        - 'medium' # strong",
    '    - other: [small]',
    'general_settings:',
    '  a: 1',
    '',
  ].join('\n');

  it('is reordered with its comments', () => {
    expect(edited(text, general('big', 'medium', 'small'))).toBe(
      text
        .replace('        - small # cheap\n', '')
        .replace("- 'medium' # strong\n", "- 'medium' # strong\n        - small # cheap\n"),
    );
  });

  it('gets a new fallback in the middle', () => {
    expect(edited(text, general('big', 'small', 'new', 'medium'))).toBe(
      text.replace('# cheap\n', '# cheap\n        - new\n'),
    );
  });

  it('loses a fallback, and no comment', () => {
    expect(edited(text, general('big', 'medium'))).toBe(text.replace('- small # cheap', '# cheap'));
  });

  it('goes, and its comments stay', () => {
    expect(edited(text, general('big'))).toBe(
      text
        .replace(
          '    - big:\n        # cheapest first\n        - small # cheap\n',
          '    # cheapest first\n    # cheap\n',
        )
        .replace("        # strong, but slow\n        - 'medium' # strong\n", '    # strong, but slow\n    # strong\n'),
    );
  });
});

describe('a chain between brackets', () => {
  const text = 'litellm_settings:\n  fallbacks: [{"big": ["small", "medium"]}, {"other": ["small"]}]  # both\n';

  it('keeps its quotes', () => {
    expect(edited(text, general('big', 'new', 'medium', 'small'))).toBe(
      text.replace('["small", "medium"]', '["new", "medium", "small"]'),
    );
  });

  it('gets neighbours in the same section', () => {
    expect(edited(text, general('third', 'small'))).toBe(
      text.replace('{"other": ["small"]}]', '{"other": ["small"]}, {"third": ["small"]}]'),
    );
  });

  it('goes from the front and from the end', () => {
    expect(edited(text, general('big'))).toBe(text.replace('{"big": ["small", "medium"]}, ', ''));
    expect(edited(text, general('other'))).toBe(text.replace(', {"other": ["small"]}', ''));
  });

  it('keeps comments between its lines', () => {
    const long =
      'router_settings:\n  fallbacks:\n    - big: [\n        small, # cheap\n        medium # strong\n      ]\n';
    expect(edited(long, general('big', 'medium'))).toBe(
      'router_settings:\n  fallbacks:\n    - big: [\n         # cheap\n        medium # strong\n      ]\n',
    );
  });
});

describe('where there is nothing yet', () => {
  it('a section is added at the end', () => {
    expect(edited('model_list: [] # none', general('big', 'small'))).toBe(
      'model_list: [] # none\nrouter_settings:\n  fallbacks:\n    - big: [small]\n',
    );
  });

  it('the list is added to its section, beside its siblings', () => {
    const text = 'router_settings:\n  num_retries: 1\nlitellm_settings:\n    default_fallbacks: [small] # all\n';
    const edit: FallbackEdit = { kind: 'context_window', group: 'big', fallbacks: ['long:1', '*'] };
    expect(edited(text, edit)).toBe(`${text}    context_window_fallbacks:\n      - big: [long:1, "*"]\n`);
  });

  it('an empty key is filled', () => {
    const text = 'router_settings:\r\n  fallbacks: # later\r\n  num_retries: 1\r\n';
    expect(edited(text, general('big', 'small'))).toBe(text.replace('later\r\n', 'later\r\n    - big: [small]\r\n'));
    expect(edited('router_settings:\n', general('big', 'small'))).toBe(
      'router_settings:\n  fallbacks:\n    - big: [small]\n',
    );
  });

  it('JSON stays JSON', () => {
    expect(edited('{"model_list": [], "router_settings": {"num_retries": 1}}\n', general('big', 'small'))).toBe(
      '{"model_list": [], "router_settings": {"num_retries": 1, "fallbacks": [{"big": ["small"]}]}}\n',
    );
  });
});

describe('the default chain', () => {
  const setDefault = (...fallbacks: string[]): FallbackEdit => ({ kind: 'default', group: undefined, fallbacks });

  it('is set, changed and emptied where it is written', () => {
    const added = edited('router_settings:\n  fallbacks: [{a: [b]}]\n', setDefault('small'));
    expect(added).toBe('router_settings:\n  fallbacks: [{a: [b]}]\n  default_fallbacks: [small]\n');
    expect(edited(added, setDefault('small', 'big'))).toBe(added.replace('[small]', '[small, big]'));
    expect(edited(added, setDefault())).toBe(added.replace('[small]', '[]'));
  });

  it('may be written as "*"', () => {
    const text = 'router_settings:\n  fallbacks:\n    - "*": [small] # for all\n    - a: b\n';
    expect(edited(text, setDefault('big'))).toBe(text.replace('[small]', '[big]'));
    expect(edited(text, setDefault())).toBe(text.replace('- "*": [small] # for all', '# for all'));
  });
});

describe('what counts is changed', () => {
  it("the router's list hides the other one", () => {
    const text = 'litellm_settings:\n  fallbacks: [{a: [b]}]\nrouter_settings:\n  fallbacks: [{a: [c]}]\n';
    expect(edited(text, general('a', 'd'))).toBe(text.replace('[c]', '[d]'));
    // Without brackets the other list would count.
    expect(edited(text, general('a'))).toBe(text.replace('[{a: [c]}]', '[]'));
  });

  it('of two entries both go', () => {
    const text = 'router_settings:\n  fallbacks:\n    - a: [b]\n    - c: [d]\n    - a: [e] # hidden\n';
    expect(edited(text, general('a'))).toBe('router_settings:\n  fallbacks:\n    - c: [d]\n    # hidden\n');
  });

  it('an included file is changed where it holds the chain', () => {
    const text = 'include: [more.yaml]\nrouter_settings:\n  fallbacks:\n    - a: [b]\n';
    const more = 'router_settings:\n  fallbacks:\n    - c: [d] # theirs\n';
    const readFile = (path: string) => (path === FILE ? text : more);
    const changed = setFallbacks({ file: FILE, readFile }, general('c', 'e'));
    expect(changed).toEqual([{ file: FILE.replace('config.yaml', 'more.yaml'), text: more.replace('[d]', '[e]') }]);
  });

  it('the gateway reads what was written', () => {
    const model = (name: string) => `  - model_name: ${name}\n    litellm_params: {model: demo/chat}\n`;
    const text = `model_list:\n${model('a')}${model('b')}`;
    const { router } = settingsOf(edited(text, { kind: 'content_policy', group: 'a', fallbacks: ['b'] }));
    expect(router.contentPolicyFallbacks).toEqual({ a: ['b'] });
  });
});

describe('what is left to a person', () => {
  it.each([
    ['an alias', 'x: &all {fallbacks: [{a: [b]}]}\nrouter_settings: *all\n'],
    ['a merge', 'x: &all\n  fallbacks: [{a: [b]}, {d: [b]}]\nrouter_settings:\n  <<: *all\n'],
    ['broken YAML', 'router_settings: [\n'],
    ['another form', 'router_settings:\n  fallbacks: 5\n'],
  ])('%s', (_name, text) => {
    expect(() => edited(text, general('a', 'c'))).toThrow(/The config is not changed: .*by hand/);
  });
});
