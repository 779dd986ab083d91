import { describe, expect, it } from 'vitest';
import { configJsonSchema } from '../../../src/config/schema/jsonSchema.ts';
import { fixOf } from '../../../src/vscode/configHelp/fixOf.ts';
import { keyOnLine, keysAbove } from '../../../src/vscode/configHelp/keyPath.ts';
import { modelLines } from '../../../src/vscode/configHelp/modelLines.ts';
import { keysAt, nodeAt, schemaNode, valuesOf } from '../../../src/vscode/configHelp/schemaWalk.ts';
import { find } from '../config/parse.ts';

const TEXT = `model_list:
  - model_name: a
    litellm_params:
      model: demo/chat
      api_key: x
  - litellm_params:
      model: demo/chat
    model_name: "b c" # two
router_settings:
  fallbacks:
    - a: [b]
  num_retries: 1
`;
const lines = TEXT.split('\n');
const root = schemaNode.parse(configJsonSchema());

describe('the keys above a place', () => {
  it.each([
    [3, 6, ['model_list', 'litellm_params']],
    [1, 4, ['model_list']],
    [6, 6, ['model_list', 'litellm_params']],
    [7, 4, ['model_list']],
    [10, 6, ['router_settings', 'fallbacks']],
    [11, 2, ['router_settings']],
    [8, 0, []],
  ])('of line %i', (line, column, path) => {
    expect(keysAbove(lines, line, column)).toEqual(path);
  });

  it('are found with the line itself half written', () => {
    expect(keysAbove([...lines.slice(0, 4), '      ap'], 4, 6)).toEqual(['model_list', 'litellm_params']);
  });

  it('know keys from other lines', () => {
    expect(keyOnLine('  - model_name: "x" # why')).toEqual({ name: 'model_name', column: 4, value: '"x"' });
    expect(keyOnLine('# model: x')).toBeUndefined();
    expect(keyOnLine('  - plain')).toBeUndefined();
    expect(keyOnLine('    http://x')).toBeUndefined();
  });
});

describe('the schema at a place', () => {
  it('knows the keys of sections, list items and maps', () => {
    expect([...keysAt(root, []).keys()]).toContain('torii_settings');
    expect([...keysAt(root, ['model_list']).keys()]).toContain('model_name');
    expect([...keysAt(root, ['model_list', 'litellm_params']).keys()]).toContain('aws_region_name');
    expect(keysAt(root, ['nowhere', 'at', 'all']).size).toBe(0);
  });

  it('says what a key means, and which words it takes', () => {
    expect(nodeAt(root, ['router_settings', 'fallbacks'])?.description).toMatch(/in order/);
    const strategy = nodeAt(root, ['router_settings', 'routing_strategy']);
    expect(strategy === undefined ? [] : valuesOf(strategy)).toContain('simple-shuffle');
    const pacing = nodeAt(root, ['torii_settings', 'pacing']);
    expect(pacing === undefined ? [] : valuesOf(pacing)).toEqual(['true', 'false']);
  });
});

describe('the models of a text', () => {
  it('are counted among those of their name', () => {
    expect(modelLines(`${TEXT}  - model_name: a\n`)).toEqual([
      { name: 'a', line: 1, position: 0 },
      { name: 'b c', line: 7, position: 0 },
      { name: 'a', line: 12, position: 1 },
    ]);
  });
});

describe('the mend of a finding', () => {
  const LANGFUSE = { LANGFUSE_PUBLIC_KEY: 'pk-lf-test', LANGFUSE_SECRET_KEY: 'sk-lf-test' };
  const mendOf = (text: string, code: string) => {
    const finding = find(text, code, { environment: LANGFUSE });
    return finding === undefined ? 'no finding' : fixOf(finding.code, `${finding.message}. ${finding.fix}`);
  };

  it.each([
    ['a misspelt key', 'unknown-key', 'router_settings:\n  num_retrys: 1\n', { kind: 'replace', text: 'num_retries' }],
    ['an unknown key', 'unknown-key', 'whatever: 1\n', { kind: 'remove' }],
    [
      'a group that is not there',
      'unknown-group',
      'model_list:\n  - model_name: claude\n    litellm_params: {model: demo/chat}\nrouter_settings:\n  fallbacks: [{claude: [claud]}]\n',
      { kind: 'replace', text: 'claude' },
    ],
    [
      'a Langfuse that gets no prompts, and nobody said why',
      'content-off',
      'litellm_settings:\n  callbacks: [langfuse]\n',
      { kind: 'content', destination: 'langfuse' },
    ],
    [
      'a variable that is not set',
      'missing-variable',
      'model_list:\n  - model_name: a\n    litellm_params: {model: openai/x, api_key: os.environ/MY_KEY}\n',
      { kind: 'secret', name: 'MY_KEY' },
    ],
  ])('%s', (_name, code, text, fix) => {
    expect(mendOf(text, code)).toEqual(fix);
  });

  it('is left to a person where no words name one', () => {
    expect(fixOf('yaml-syntax', 'Nested mappings are not allowed. Check the indentation.')).toBeUndefined();
  });

  it.each([
    ['sent', 'true'],
    ['kept here', 'false'],
  ])('is none where somebody said that prompts are %s', (_, word) => {
    const said = `torii_settings:\n  destinations:\n    langfuse:\n      content: ${word}\n`;
    expect(mendOf(`litellm_settings:\n  callbacks: [langfuse]\n${said}`, 'content-off')).toBe('no finding');
  });
});
