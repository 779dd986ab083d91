import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { Workbench } from './pages/workbench.ts';
import { launchBrowser, takeShot } from './support/browser.ts';
import { type CodeServer, startCodeServer } from './support/codeServer.ts';
import { makeSandbox, type Sandbox } from './support/sandbox.ts';

const BEFORE = `${JSON.stringify({ planModeApiProvider: 'openrouter', actModeApiProvider: 'openrouter', mode: 'act' }, undefined, 2)}\n`;
const CLAUDE_BEFORE = '{\n    "permissions": { "allow": [] }\n}';

describe('Configure Cline', () => {
  let sandbox: Sandbox;
  let codeServer: CodeServer;
  let browser: Browser;
  let workbench: Workbench;
  let stateFile: string;
  let claudeFile: string;

  beforeAll(async () => {
    sandbox = await makeSandbox({});
    const data = join(sandbox.userHome, '.cline', 'data');
    stateFile = join(data, 'globalState.json');
    await mkdir(data, { recursive: true });
    await writeFile(stateFile, BEFORE);
    claudeFile = join(sandbox.userHome, '.claude', 'settings.json');
    await mkdir(join(sandbox.userHome, '.claude'), { recursive: true });
    await writeFile(claudeFile, CLAUDE_BEFORE);
    codeServer = await startCodeServer(sandbox);
    browser = await launchBrowser();
    workbench = await Workbench.open(browser, codeServer.url(await sandbox.workspace('uploader')));
    await workbench.waitForStatus(/Torii runs in this window/);
  });

  afterAll(async () => {
    await browser?.close();
    await codeServer?.stop();
    await sandbox?.remove();
  });

  const seeFailure = (): void => onTestFailed(() => takeShot(workbench.page, 'cline-failed'));
  const readState = async (): Promise<unknown> => JSON.parse(await readFile(stateFile, 'utf8'));

  it('shows what would change before anything is written', async () => {
    seeFailure();
    await workbench.run('Torii: Configure Cline');
    await workbench.choose('demo-chat');
    await workbench.page.locator('.quick-input-list').getByText('Apply').waitFor();
    await workbench.page.locator('.multiDiffEntry').first().waitFor();
    await workbench.page.getByText('liteLlmBaseUrl').first().waitFor();
    await takeShot(workbench.page, 'configure-cline');
    expect(await readFile(stateFile, 'utf8')).toBe(BEFORE);
  });

  it('writes Cline’s files with a key of its own and says where the old ones are', async () => {
    seeFailure();
    await workbench.choose('Apply');
    await workbench.notification(/Cline now uses "demo-chat".*backups/).waitFor();
    await takeShot(workbench.page, 'cline-configured');
    expect(await readState()).toMatchObject({
      actModeApiProvider: 'litellm',
      actModeLiteLlmModelId: 'demo-chat',
      liteLlmBaseUrl: `http://127.0.0.1:${sandbox.gatewayPort}`,
      mode: 'act',
    });
    const masterKey = (await readFile(join(sandbox.toriiHome, 'master.key'), 'utf8')).trim();
    const secrets = await readFile(join(sandbox.userHome, '.cline', 'data', 'secrets.json'), 'utf8');
    expect(secrets).toContain('sk-');
    expect(secrets).not.toContain(masterKey);
  });

  it('puts them back byte for byte', async () => {
    seeFailure();
    await workbench.dismissNotifications();
    await workbench.run('Torii: Restore Cline Settings');
    await workbench.page.getByRole('button', { name: 'Restore', exact: true }).click();
    await workbench.notification(/back as they were/).waitFor();
    expect(await readFile(stateFile, 'utf8')).toBe(BEFORE);
  });

  it('configures another agent in the same way', async () => {
    seeFailure();
    await workbench.dismissNotifications();
    await workbench.run('Torii: Configure Other Agent…');
    await workbench.page.locator('.quick-input-list').getByText('Claude Code').waitFor();
    await workbench.choose('Claude Code');
    await workbench.choose('demo-chat');
    await workbench.page.locator('.quick-input-list').getByText('Model for planning: demo-chat').waitFor();
    await workbench.page.getByText('ANTHROPIC_BASE_URL').first().waitFor();
    await takeShot(workbench.page, 'configure-claude-code');
    await workbench.choose('Apply');
    await workbench.notification(/Claude Code now uses "demo-chat"/).waitFor();
    const settings: unknown = JSON.parse(await readFile(claudeFile, 'utf8'));
    expect(settings).toMatchObject({
      permissions: { allow: [] },
      env: { ANTHROPIC_BASE_URL: `http://127.0.0.1:${sandbox.gatewayPort}`, ANTHROPIC_MODEL: 'demo-chat' },
    });
  });

  it('names what has changed since, and takes back only its own settings where the user wants that', async () => {
    seeFailure();
    const text = await readFile(claudeFile, 'utf8');
    await writeFile(claudeFile, text.replace('"allow": []', '"allow": ["Read"]'));
    await workbench.dismissNotifications();
    await workbench.run('Torii: Restore Agent Settings…');
    await workbench.choose('Claude Code');
    await workbench.page.getByText('permissions.allow').first().waitFor();
    await takeShot(workbench.page, 'restore-changed');
    await workbench.page.getByRole('button', { name: 'Remove Torii’s Settings Only' }).click();
    await workbench.notification(/own settings are gone from Claude Code/).waitFor();
    expect(JSON.parse(await readFile(claudeFile, 'utf8'))).toEqual({ permissions: { allow: ['Read'] } });
  });
});
