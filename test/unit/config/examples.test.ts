import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defaultConfigText } from '../../../src/config/defaultConfig.ts';
import { loadEnvironment } from '../../../src/config/environment.ts';
import { parseSettings } from '../../../src/config/parseSettings.ts';
import { configJsonSchema } from '../../../src/config/schema/jsonSchema.ts';
import { readYaml } from '../../../src/config/yaml/readYaml.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const EXAMPLES = join(ROOT, 'examples');
const WORKSHOP = join(ROOT, 'test/contract/config/workshop');

function yamlFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
}

function load(name: string) {
  const file = join(EXAMPLES, name);
  const example = file.replace(/\.yaml$/, '.env.example');
  const read = (path: string) =>
    path.endsWith('.env') && readdirSync(EXAMPLES).includes(example.slice(EXAMPLES.length + 1))
      ? readFileSync(example, 'utf8')
      : undefined;
  const { variables } = loadEnvironment({ configFile: file, processEnvironment: {}, readFile: read });
  return parseSettings({ text: readFileSync(file, 'utf8'), file, environment: variables, readFile: () => undefined });
}

describe('the examples', () => {
  test.each(yamlFiles(EXAMPLES))('%s loads; only values that are left to the user are missing', (name) => {
    const { settings, diagnostics } = load(name);
    expect(settings?.deployments.length).toBeGreaterThan(0);
    const others = diagnostics.filter((finding) => !['missing-variable', 'missing-api-key'].includes(finding.code));
    expect(others).toEqual([]);
  });

  test('demo.yaml is what is written at first start', () => {
    expect(readFileSync(join(EXAMPLES, 'demo.yaml'), 'utf8')).toBe(defaultConfigText());
  });

  test('demo.yaml needs nothing, and shows a fallback, an embedding and costs', () => {
    const { settings, diagnostics } = load('demo.yaml');
    expect(diagnostics).toEqual([]);
    expect(settings?.deployments.map(({ group, provider, model }) => [group, provider, model])).toEqual([
      ['demo-chat', 'demo', 'chat'],
      ['demo-fallback', 'demo', 'fails'],
      ['demo-embedding', 'demo', 'embedding'],
    ]);
    expect(settings?.deployments.every(({ price }) => price?.input !== undefined)).toBe(true);
    expect(settings?.deployments[2]?.info['mode']).toBe('embedding');
    expect(settings?.router.fallbacks).toEqual({ 'demo-fallback': ['demo-chat'] });
  });
});

describe('the JSON schema', () => {
  const schema = configJsonSchema();
  const check = z.fromJSONSchema(schema);

  test.each([
    ...yamlFiles(WORKSHOP).map((name) => [name, join(WORKSHOP, name)] as const),
    ...yamlFiles(EXAMPLES).map((name) => [name, join(EXAMPLES, name)] as const),
  ])('takes %s', (_, file) => {
    const { value } = readYaml(file, readFileSync(file, 'utf8'));
    expect(check.safeParse(value).error?.issues ?? []).toEqual([]);
  });

  test.each([
    ['a number that is none', { router_settings: { num_retries: 'many' } }],
    ['an entry without a model', { model_list: [{ model_name: 'a', litellm_params: {} }] }],
    ['a strategy that does not exist', { router_settings: { routing_strategy: 'fastest' } }],
  ])('refuses %s', (_, document) => {
    expect(check.safeParse(document).success).toBe(false);
  });

  test.each([
    ['references where numbers stand', { router_settings: { num_retries: 'os.environ/RETRIES' } }],
    ['empty sections', { litellm_settings: null, model_list: null }],
    ['unknown keys', { anything: 1, general_settings: { more: true } }],
  ])('takes %s', (_, document) => {
    expect(check.safeParse(document).success).toBe(true);
  });

  test('is plain JSON with descriptions', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'Torii config',
      properties: {
        model_list: {
          description: expect.any(String),
          items: {
            required: ['model_name', 'litellm_params'],
            properties: {
              litellm_params: {
                properties: {
                  api_base: { description: expect.any(String) },
                  temperature: { description: expect.any(String) },
                },
              },
            },
          },
        },
        torii_settings: { description: expect.any(String) },
      },
    });
  });
});
