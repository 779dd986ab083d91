import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../../src/clients/documents/settingsDocument.ts';
import { AgentHome, CHOICE, KEY } from './agentHome.ts';

const TWO = { ...CHOICE, planModel: 'thinker', planModelInfo: { contextWindow: 1_000_000 } };

describe('a plan model of its own', () => {
  it('is Claude Code’s opus model, behind its word "opusplan"', async () => {
    const home = new AgentHome('claude-code');
    await home.setup.apply(TWO, KEY, undefined);
    expect(JSON.parse(home.read('.claude/settings.json'))).toMatchObject({
      env: {
        ANTHROPIC_MODEL: 'opusplan',
        ANTHROPIC_DEFAULT_OPUS_MODEL: 'thinker',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 'coding',
      },
    });
  });

  it('is opencode’s plan agent', async () => {
    const home = new AgentHome('opencode');
    await home.setup.apply(TWO, KEY, undefined);
    expect(JSON.parse(home.read('.config/opencode/opencode.json'))).toMatchObject({
      model: 'torii/coding',
      agent: { plan: { model: 'torii/thinker' } },
      provider: { torii: { models: { coding: {}, thinker: {} } } },
    });
  });

  it('is aider’s architect', async () => {
    const home = new AgentHome('aider');
    await home.setup.apply(TWO, KEY, undefined);
    expect(readDocument('yaml', Buffer.from(home.read('.aider.conf.yml'))).value).toMatchObject({
      model: 'openai/thinker',
      'editor-model': 'openai/coding',
      architect: true,
    });
  });

  it('is a second model of Continue', async () => {
    const home = new AgentHome('continue');
    await home.setup.apply(TWO, KEY, undefined);
    expect(readDocument('yaml', Buffer.from(home.read('.continue/config.yaml'))).value).toMatchObject({
      models: [{ model: 'coding' }, { model: 'thinker' }],
    });
  });
});

describe('where the settings are', () => {
  it.each([
    ['claude-code', 'CLAUDE_CONFIG_DIR', 'settings.json'],
    ['codex', 'CODEX_HOME', 'config.toml'],
    ['continue', 'CONTINUE_GLOBAL_DIR', 'config.yaml'],
  ] as const)('%s follows %s', (id, name, file) => {
    const home = new AgentHome(id, { variables: { [name]: ' /elsewhere ' } });
    expect(home.setup.detect().files.map(({ path }) => path)).toEqual([join('/elsewhere', file)]);
  });

  it('follows the user’s word above all', () => {
    const home = new AgentHome('codex', { variables: { CODEX_HOME: '/elsewhere' }, dataDir: '/here' });
    expect(home.setup.detect().files.map(({ path }) => path)).toEqual(['/here/config.toml']);
    const cline = new AgentHome('cline', { variables: { CLINE_DATA_DIR: '/a', CLINE_DIR: '/b' }, dataDir: '/here' });
    expect(cline.setup.detect().files.map(({ path }) => path)).toEqual([
      '/here/globalState.json',
      '/here/secrets.json',
      '/here/settings/providers.json',
    ]);
  });

  it('takes opencode’s strongest file', () => {
    const home = new AgentHome('opencode');
    home.put('.config/opencode/opencode.json', '{}');
    home.put('.config/opencode/opencode.jsonc', '{}');
    expect(home.setup.detect().files.map(({ path }) => path)).toEqual([
      join(home.home, '.config/opencode/opencode.jsonc'),
    ]);
  });

  it('finds every editor that has run for Copilot Chat', () => {
    const home = new AgentHome('copilot-chat');
    home.put('.config/Code - Insiders/User/settings.json', '{}');
    home.put('.local/share/code-server/User/settings.json', '{}');
    const found = home.setup.detect().files.map(({ path }) => path.slice(home.home.length + 1));
    expect(found).toEqual([
      '.config/Code - Insiders/User/chatLanguageModels.json',
      '.local/share/code-server/User/chatLanguageModels.json',
    ]);
  });
});

describe('Continue’s former config.json', () => {
  it('is told of before a config.yaml puts it out of use', () => {
    const home = new AgentHome('continue');
    home.put('.continue/config.json', '{}');
    expect(home.setup.preview(CHOICE).warnings).toMatchObject([{ code: 'other-settings-win' }]);
    home.put('.continue/config.yaml', 'name: x\nversion: 1.0.0\nschema: v1\n');
    expect(home.setup.preview(CHOICE).warnings).toEqual([]);
  });
});
