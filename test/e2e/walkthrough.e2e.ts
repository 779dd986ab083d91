import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { ToriiSidebar } from './pages/toriiSidebar.ts';
import { Workbench } from './pages/workbench.ts';
import { launchBrowser, takeShot } from './support/browser.ts';
import { type CodeServer, startCodeServer } from './support/codeServer.ts';
import { askModel, gatewayConfig } from './support/gateway.ts';
import { makeSandbox, type Sandbox } from './support/sandbox.ts';

describe('a newcomer who does what the walkthrough says', () => {
  let sandbox: Sandbox;
  let codeServer: CodeServer;
  let browser: Browser;
  let workbench: Workbench;
  let cline: string;
  let config: string;

  beforeAll(async () => {
    sandbox = await makeSandbox({ 'torii.autoStart': false });
    cline = join(sandbox.userHome, '.cline', 'data');
    await mkdir(cline, { recursive: true });
    await writeFile(join(cline, 'globalState.json'), '{"mode":"act"}\n');
    codeServer = await startCodeServer(sandbox);
    browser = await launchBrowser();
    const workspace = await sandbox.workspace('newcomer');
    config = join(workspace, 'torii.yaml');
    workbench = await Workbench.open(browser, codeServer.url(workspace));
    await workbench.waitForStatus(/Torii is off/);
    await workbench.run('Welcome: Open Walkthrough');
    await workbench.choose('Get Started with Torii');
  });

  afterAll(async () => {
    await browser?.close();
    await codeServer?.stop();
    await sandbox?.remove();
  });

  const seeFailure = (): void => onTestFailed(() => takeShot(workbench.page, 'walkthrough-failed'));
  const step = (title: string): Locator =>
    workbench.page.locator('.getting-started-step').filter({ hasText: title }).first();

  /** Opens a step unless it is open, and presses one of its buttons. */
  async function press(title: string, button: string): Promise<void> {
    const classes = (await step(title).getAttribute('class')) ?? '';
    if (!classes.split(' ').includes('expanded')) await step(title).locator('h3').first().click();
    await step(title).getByRole('button', { name: button }).click();
  }

  /** Does so, and takes an entry of the list that opens: it stays when the page beside the step has loaded and takes the focus. */
  async function pick(title: string, button: string, label: string): Promise<void> {
    await press(title, button);
    await workbench.choose(label);
  }

  const seeDone = (title: string): Promise<void> =>
    step(title).locator('[role="checkbox"][aria-checked="true"]').waitFor();

  it('starts the proxy', async () => {
    seeFailure();
    await press('Start the proxy', 'Start Proxy');
    await workbench.waitForStatus(/Torii runs in this window/);
    await workbench.notification('Torii runs at').waitFor();
    await seeDone('Start the proxy');
    await workbench.dismissNotifications();
  });

  it('takes the demo models', async () => {
    seeFailure();
    await press('Models and credentials', 'Demo Models');
    await workbench.acceptPath();
    await workbench.press('Put your models and credentials in', 'Use This Config');
    await workbench.press(/Torii runs on .*torii\.yaml/, 'Restart Proxy');
    expect(await workbench.notification('take effect when the proxy restarts').count()).toBe(0);
    await expect.poll(() => gatewayConfig(sandbox)).toBe(config);
    await workbench.waitForStatus(/Torii runs in this window/);
    expect(await readFile(config, 'utf8')).toContain('demo-chat');
    await workbench.dismissNotifications();
  });

  it('tests a model', async () => {
    seeFailure();
    await workbench.run('Welcome: Open Walkthrough');
    await workbench.choose('Get Started with Torii');
    await pick('Test a model', 'Test Model', 'demo-chat');
    await workbench.notification('demo-chat works').waitFor();
    await seeDone('Test a model');
    await workbench.dismissNotifications();
  });

  it('sets up Cline', async () => {
    seeFailure();
    await pick('Set up Cline', 'Configure Cline', 'demo-chat');
    await workbench.page.locator('.multiDiffEntry').first().waitFor();
    await workbench.page.getByText('liteLlmBaseUrl').first().waitFor();
    await workbench.choose('Apply');
    await workbench.notification(/Cline now uses "demo-chat"/).waitFor();
    const state: unknown = JSON.parse(await readFile(join(cline, 'globalState.json'), 'utf8'));
    expect(state).toMatchObject({ actModeApiProvider: 'litellm', actModeLiteLlmModelId: 'demo-chat' });
    await workbench.dismissNotifications();
  });

  it('sees the first trace', async () => {
    seeFailure();
    const secrets: unknown = JSON.parse(await readFile(join(cline, 'secrets.json'), 'utf8'));
    const key = /sk-[\w-]+/.exec(JSON.stringify(secrets))?.[0];
    await askModel(sandbox, 'demo-chat', 'Add retry with jitter', key);
    await workbench.run('Welcome: Open Walkthrough');
    await workbench.choose('Get Started with Torii');
    await press('See your first trace', 'Open Traces');
    const sidebar = new ToriiSidebar(workbench.page);
    await sidebar.row('Traces', '$').first().waitFor();
    await takeShot(workbench.page, 'walkthrough-done');
  });
});
