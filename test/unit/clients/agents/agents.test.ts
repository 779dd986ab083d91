import { chmodSync, lstatSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AgentId } from '../../../../src/clients/agent.ts';
import { type FormatName, readDocument } from '../../../../src/clients/documents/settingsDocument.ts';
import { AgentHome, CHOICE, KEY } from './agentHome.ts';

interface Example {
  readonly id: AgentId;
  readonly file: string;
  readonly format: FormatName;
  /** A file that its user has written, with words that have to stay. */
  readonly existing: string;
  readonly kept: readonly string[];
  /** What the agent has to read afterwards. */
  readonly wanted: object;
  readonly broken: string;
}

const PROVIDER = {
  npm: '@ai-sdk/openai-compatible',
  options: { baseURL: 'http://127.0.0.1:4000/v1', apiKey: KEY },
  models: { coding: { tool_call: true, limit: { context: 200_000, output: 8192 }, cost: { input: 3, output: 15 } } },
};

const EXAMPLES: readonly Example[] = [
  {
    id: 'claude-code',
    file: '.claude/settings.json',
    format: 'json',
    existing:
      '{\n    "permissions": { "allow": ["Bash(ls)"] },\n    "env": { "MINE": "1", "ANTHROPIC_API_KEY": "sk-ant-mine" }\n}',
    kept: ['    "permissions": { "allow": ["Bash(ls)"] },', '"MINE": "1"'],
    wanted: {
      env: {
        ANTHROPIC_BASE_URL: CHOICE.baseUrl,
        ANTHROPIC_AUTH_TOKEN: KEY,
        ANTHROPIC_MODEL: 'coding',
        ANTHROPIC_DEFAULT_HAIKU_MODEL: 'coding',
      },
    },
    broken: '{ "env": ',
  },
  {
    id: 'codex',
    file: '.codex/config.toml',
    format: 'toml',
    existing: '# mine\nmodel = "gpt-5" # best\n\n[mcp_servers.docs] # tools\ncommand = "x"\n',
    kept: ['# mine', '# best', '[mcp_servers.docs] # tools'],
    wanted: {
      model: 'coding',
      model_provider: 'torii',
      model_providers: {
        torii: { base_url: 'http://127.0.0.1:4000/v1', wire_api: 'responses', experimental_bearer_token: KEY },
      },
    },
    broken: 'model = ',
  },
  {
    id: 'kilo-code',
    file: '.config/kilo/kilo.jsonc',
    format: 'jsonc',
    existing: '{\n  // mine\n  "model": "kilo/auto",\n}\n',
    kept: ['// mine'],
    wanted: { model: 'torii/coding', provider: { torii: PROVIDER } },
    broken: '{ "model": }',
  },
  {
    id: 'opencode',
    file: '.config/opencode/opencode.json',
    format: 'jsonc',
    existing: '{\n  // mine\n  "theme": "dark", /* really */\n  "provider": { "other": { "npm": "x" } }\n}\n',
    kept: ['// mine', '/* really */', '"npm": "x"'],
    wanted: { theme: 'dark', model: 'torii/coding', provider: { other: { npm: 'x' }, torii: PROVIDER } },
    broken: '{ theme }',
  },
  {
    id: 'continue',
    file: '.continue/config.yaml',
    format: 'yaml',
    existing:
      '# mine\nname: Mine\nversion: 0.0.1\nschema: v1\nmodels:\n  - name: Other # first\n    provider: ollama\n    model: x\n',
    kept: ['# mine', '# first', 'version: 0.0.1'],
    wanted: {
      name: 'Mine',
      models: [
        { name: 'Other' },
        {
          name: 'Torii: coding',
          provider: 'openai',
          model: 'coding',
          apiBase: 'http://127.0.0.1:4000/v1',
          apiKey: KEY,
        },
      ],
    },
    broken: 'models: [',
  },
  {
    id: 'aider',
    file: '.aider.conf.yml',
    format: 'yaml',
    existing: '## my options\ndark-mode: true # night\n',
    kept: ['## my options', '# night'],
    wanted: {
      'dark-mode': true,
      model: 'openai/coding',
      'openai-api-base': 'http://127.0.0.1:4000/v1',
      'openai-api-key': KEY,
    },
    broken: 'model: {',
  },
  {
    id: 'copilot-chat',
    file: '.config/Code/User/chatLanguageModels.json',
    format: 'jsonc',
    existing: '[\n\t// mine\n\t{ "name": "Other", "vendor": "ollama" }\n]\n',
    kept: ['\t// mine'],
    wanted: [
      { name: 'Other' },
      {
        name: 'Torii',
        vendor: 'customendpoint',
        apiKey: KEY,
        models: [{ id: 'coding', url: 'http://127.0.0.1:4000/v1/chat/completions', toolCalling: true }],
      },
    ],
    broken: '[{]',
  },
];

function parsed(home: AgentHome, { file, format }: Pick<Example, 'file' | 'format'>): unknown {
  return readDocument(format, Buffer.from(home.read(file))).value;
}

describe.each(EXAMPLES)('$id', (example) => {
  const { id, file, existing, kept, wanted, broken } = example;

  it('makes the file where there is none, for the user’s eyes only, and removes it again', async () => {
    const home = new AgentHome(id);
    const before = home.picture();
    const written = await home.setup.apply(CHOICE, KEY, undefined);
    expect(written.files).toEqual([join(home.home, file)]);
    expect(home.mode(file)).toBe(0o600);
    const alone = Array.isArray(wanted) ? wanted.slice(1) : undefined;
    if (alone !== undefined) expect(parsed(home, example)).toMatchObject(alone);
    expect(home.read(file)).toContain(KEY);
    expect(await home.setup.restore('refuse')).toEqual([join(home.home, file)]);
    expect(home.picture()).toEqual(before);
  });

  it('keeps what the user has written, and brings it back byte for byte', async () => {
    const home = new AgentHome(id);
    home.put(file, existing, 0o640);
    const before = home.picture();
    await home.setup.apply(CHOICE, KEY, undefined);
    for (const words of kept) expect(home.read(file)).toContain(words);
    expect(parsed(home, example)).toMatchObject(wanted);
    await home.setup.restore('refuse');
    expect(home.picture()).toEqual(before);
  });

  it('shows no secret in the preview', () => {
    const home = new AgentHome(id);
    home.put(file, noted(example, existing, 'sk-live-secret-in-a-comment'));
    const plan = home.setup.preview(CHOICE);
    const shown = JSON.stringify([plan.files.map(({ preview, changes }) => [preview, changes]), plan.warnings]);
    for (const secret of ['sk-preview', 'sk-ant-mine', 'sk-live-secret']) expect(shown).not.toContain(secret);
  });

  it('changes nothing when it is applied again', async () => {
    const home = new AgentHome(id);
    home.put(file, existing);
    await home.setup.apply(CHOICE, KEY, undefined);
    const once = home.read(file);
    expect(home.setup.keysInUse(CHOICE)).toEqual([KEY]);
    expect(await home.setup.apply(CHOICE, KEY, undefined)).toEqual({ files: [], backupDirectory: undefined });
    expect(home.read(file)).toBe(once);
  });

  it('refuses a broken file, a read-only one and the master key, and changes nothing', async () => {
    const home = new AgentHome(id);
    const path = home.put(file, broken);
    const before = home.picture();
    expect(() => home.setup.preview(CHOICE)).toThrow(/is not valid (JSON|YAML|TOML).*Nothing was written/);
    expect(home.picture()).toEqual(before);
    home.put(file, existing);
    await expect(home.setup.apply(CHOICE, KEY, KEY)).rejects.toThrow(/master key/);
    chmodSync(path, 0o444);
    expect(() => home.setup.preview(CHOICE)).toThrow(/cannot be changed.*Nothing was written/);
    expect(home.read(file)).toBe(existing);
  });

  it('writes nothing over what has changed since the preview', async () => {
    const home = new AgentHome(id);
    home.put(file, existing);
    const preview = home.setup.preview(CHOICE);
    home.put(file, noted(example, existing, 'meanwhile').concat(' '));
    const before = home.picture();
    await expect(home.setup.apply(CHOICE, KEY, undefined, preview)).rejects.toThrow(/has changed since the preview/);
    expect(home.picture()).toEqual(before);
  });

  it('writes through a symbolic link and keeps it', async () => {
    const home = new AgentHome(id);
    const dotfile = home.put('dotfiles/settings', existing);
    const link = join(home.home, file);
    home.put(`${file}.neighbour`, '');
    symlinkSync(dotfile, link);
    await home.setup.apply(CHOICE, KEY, undefined);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(parsed(home, { ...example, file: 'dotfiles/settings' })).toMatchObject(wanted);
    await home.setup.restore('refuse');
    expect(home.read('dotfiles/settings')).toBe(existing);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });

  it('takes back its own settings only, where the user has gone on', async () => {
    const home = new AgentHome(id);
    home.put(file, existing);
    const original = parsed(home, example);
    await home.setup.apply(CHOICE, KEY, undefined);
    home.put(file, noted(example, home.read(file), 'later'));
    if (example.format === 'json') home.put(file, home.read(file).replace('"MINE": "1"', '"MINE": "2"'));
    await home.setup.restore('keep');
    const wantedBack = example.format === 'json' ? { env: { MINE: '2', ANTHROPIC_API_KEY: 'sk-ant-mine' } } : original;
    expect(parsed(home, example)).toMatchObject(wantedBack ?? {});
    expect(home.read(file)).not.toContain(KEY);
  });
});

/** The text with words of its user's in a comment, where the format has comments. */
function noted({ format }: Example, text: string, words: string): string {
  if (format === 'json') return text;
  return `${format === 'jsonc' ? '//' : '#'} ${words}\n${text}`;
}
