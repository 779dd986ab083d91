import { describe, expect, it } from 'vitest';
import { AgentHome, CHOICE, KEY } from './agentHome.ts';

const EDITOR = '.config/Code/User/settings.json';

describe('Roo Code', () => {
  it('gets a file to import, and an editor that imports it at every start', async () => {
    const home = new AgentHome('roo-code');
    home.put(EDITOR, '{\n  // mine\n  "editor.fontSize": 14,\n}\n');
    const before = home.picture();
    const written = await home.setup.apply(CHOICE, KEY, undefined);
    const [importFile = ''] = written.files;
    expect(written.files).toHaveLength(2);
    expect(home.read(EDITOR)).toContain(`"roo-cline.autoImportSettingsPath": "${importFile}"`);
    expect(home.read(EDITOR)).toContain('// mine');
    expect(home.read(EDITOR)).not.toContain('zoo-code');
    expect(JSON.parse(home.read(`../torii/agents/roo-code-settings.json`))).toEqual({
      providerProfiles: {
        currentApiConfigName: 'Torii',
        apiConfigs: {
          Torii: {
            id: 'torii',
            apiProvider: 'litellm',
            litellmBaseUrl: CHOICE.baseUrl,
            litellmApiKey: KEY,
            litellmModelId: 'coding',
          },
        },
      },
    });
    await home.setup.restore('refuse');
    expect(home.picture()).toEqual(before);
  });

  it('has Zoo Code import it, too, where that is installed', async () => {
    const home = new AgentHome('roo-code');
    home.put('.vscode/extensions/zoocodeorganization.zoo-code-3.87.0/package.json', '{}');
    await home.setup.apply(CHOICE, KEY, undefined);
    expect(home.read(EDITOR)).toContain('zoo-code.autoImportSettingsPath');
    expect(home.setup.detect()).toMatchObject({ found: true, programs: [{ kind: 'extension', version: '3.87.0' }] });
  });
});
