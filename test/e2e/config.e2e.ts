import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { type LangfuseSimulator, startLangfuse } from '../simulators/langfuse/langfuseSimulator.ts';
import { ToriiSidebar } from './pages/toriiSidebar.ts';
import { Workbench } from './pages/workbench.ts';
import { launchBrowser, takeShot } from './support/browser.ts';
import { type CodeServer, startCodeServer } from './support/codeServer.ts';
import { makeSandbox, type Sandbox } from './support/sandbox.ts';
import { writeWorkshop } from './support/workshop.ts';

const NOWHERE = 'http://127.0.0.1:9';
const OTHERS = 0o077;

describe('a user who writes a config', () => {
  let langfuse: LangfuseSimulator;
  let sandbox: Sandbox;
  let codeServer: CodeServer;
  let browser: Browser;
  let workbench: Workbench;
  let config: string;
  let workspace: string;

  beforeAll(async () => {
    langfuse = await startLangfuse();
    sandbox = await makeSandbox({ 'files.autoSave': 'off' });
    config = await writeWorkshop(sandbox, { openai: NOWHERE, langfuse: langfuse.url, mlflow: NOWHERE });
    codeServer = await startCodeServer(sandbox);
    browser = await launchBrowser();
    workspace = await sandbox.workspace('config');
    workbench = await Workbench.open(browser, codeServer.url(workspace));
    await workbench.waitForStatus(/Torii runs in this window/);
    await workbench.run('Torii: Open Config');
    await editor().waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await codeServer?.stop();
    await sandbox?.remove();
    await langfuse?.close();
  });

  const seeFailure = (): void => onTestFailed(() => takeShot(workbench.page, 'config-failed'));
  /** The first line of the editor, or the one that says so: its blanks are of the editor's own kind. */
  const editor = (text = ''): Locator =>
    workbench.page
      .locator('.monaco-editor .view-line')
      .filter({ hasText: text.replaceAll(' ', '\u00a0') })
      .first();

  it('is offered keys and words, without any other extension', async () => {
    seeFailure();
    const { keyboard } = workbench.page;
    const suggestion = (text: string): Locator =>
      workbench.page.locator('.suggest-widget .monaco-list-row').filter({ hasText: text }).first();
    await editor().click();
    await keyboard.press('Control+End');
    await keyboard.type('  routing_str');
    await keyboard.press('Control+Space');
    await suggestion('routing_strategy').waitFor();
    await keyboard.press('Enter');
    await keyboard.press('Control+Space');
    await suggestion('least-busy').waitFor();
    await takeShot(workbench.page, 'config-completion');
    await keyboard.press('Escape');
    await workbench.run('File: Revert File');
  });

  it('reads what a key means', async () => {
    seeFailure();
    await workbench.page
      .locator('.view-line span', { hasText: /^num_retries$/ })
      .first()
      .hover();
    await workbench.page.locator('.monaco-hover').filter({ hasText: /tries/i }).first().waitFor();
    await takeShot(workbench.page, 'config-hover');
  });

  it('is told that Langfuse gets no prompts, and lets it have them', async () => {
    seeFailure();
    const text = await readFile(config, 'utf8');
    await writeFile(config, text.replace('store_prompts_in_spend_logs: true', 'store_prompts_in_spend_logs: false'));
    await editor('store_prompts_in_spend_logs: false').waitFor();
    const callback = workbench.page.locator('.view-line span', { hasText: /^langfuse$/ }).first();
    await callback.click();
    const fix = workbench.page.getByText('Send prompts and answers to langfuse, too').first();
    // Only a hint, so it stands in no panel: the menu offers it once the gateway has read the file.
    await workbench.askForFixes(fix);
    await takeShot(workbench.page, 'config-content');
    await fix.click();
    await editor('content: true').waitFor();
    await workbench.run('File: Save');
    await expect.poll(() => readFile(config, 'utf8')).toContain('    langfuse:\n      content: true\n');
  });

  it('sets a secret that stands in no config, and that nobody else can read', async () => {
    seeFailure();
    await workbench.run('Torii: Set Secret');
    await workbench.choose('Another name…');
    await workbench.answer('Name of the variable', 'MY_SECRET');
    await workbench.answer('Value of MY_SECRET', 'sk-test-very-secret');
    await workbench.notification('MY_SECRET is set in').waitFor();
    const file = join(sandbox.folder, 'workshop', '.env');
    expect(await readFile(file, 'utf8')).toContain('MY_SECRET=sk-test-very-secret\n');
    expect((await stat(file)).mode & OTHERS).toBe(0);
    await workbench.dismissNotifications();
  });

  it('begins with any of the examples, sets its secrets, and uses it', async () => {
    seeFailure();
    await workbench.run('Torii: New Config from Example');
    const files = (await readdir('examples')).filter((name) => name.endsWith('.yaml'));
    const rows = workbench.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'Langfuse' }).first().waitFor();
    expect(await rows.count()).toBe(files.length);
    await takeShot(workbench.page, 'config-examples');
    await workbench.choose('Amazon Bedrock with traces in Langfuse');
    const made = join(workspace, 'torii.yaml');
    await workbench.acceptPath();
    await workbench.press('Put your models and credentials in', 'Set Secret');
    await workbench.choose('LANGFUSE_SECRET_KEY');
    await workbench.answer('Value of LANGFUSE_SECRET_KEY', 'sk-lf-test');
    await workbench.notification('LANGFUSE_SECRET_KEY is set').waitFor();
    expect(await readFile(join(workspace, '.env'), 'utf8')).toContain('LANGFUSE_SECRET_KEY=sk-lf-test\n');
    expect(await readFile(made, 'utf8')).toBe(await readFile('examples/langfuse.yaml', 'utf8'));
    await workbench.dismissNotifications();
  });

  it('selects the config that is in force, and sees its models; its own also where the user has another for all folders', async () => {
    seeFailure();
    await workbench.run('Torii: Select Config');
    await workbench.choose('torii.yaml');
    await workbench.press('Torii runs on torii.yaml', 'Restart Proxy');
    expect(await workbench.notification('take effect when the proxy restarts').count()).toBe(0);
    const sidebar = new ToriiSidebar(workbench.page);
    await sidebar.open();
    await sidebar.model('claude-sonnet-apac').first().waitFor();
    await workbench.dismissNotifications();
    await workbench.run('Torii: Select Config');
    await workbench.choose("Torii's own");
    await workbench.press('Torii runs on its own config', 'Restart Proxy');
    await sidebar.model('demo-chat').first().waitFor();
  });
});
