import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { dashboardFrame, isShownInAFrame, usageAgrees } from './pages/dashboard.ts';
import { activationMs } from './pages/runningExtensions.ts';
import { ToriiSidebar } from './pages/toriiSidebar.ts';
import { Workbench } from './pages/workbench.ts';
import { launchBrowser, takeShot } from './support/browser.ts';
import { type CodeServer, startCodeServer } from './support/codeServer.ts';
import { askModel, gatewayPut } from './support/gateway.ts';
import { makeSandbox, type Sandbox } from './support/sandbox.ts';

/** On the extension host's main thread, as the editor itself measures it. */
const MOST_ACTIVATION_MS = 50;
/** A busy machine is measured again in the next window: it is never that busy each time. */
const ACTIVATIONS = 5;

/** Each step of the walkthrough, with words of the page beside it. */
const WALKTHROUGH = [
  ['Start the proxy', 'Programs reach every model through one address'],
  ['Models and credentials', 'Secrets stay out of it'],
  ['Test a model', 'Torii asks the model for one token'],
  ['Set up Cline', 'gives each agent a key of its own'],
  ['See your first trace', 'Add retry with jitter'],
] as const;

describe('a user who steers Torii from its views', () => {
  let sandbox: Sandbox;
  let codeServer: CodeServer;
  let browser: Browser;
  let workbench: Workbench;
  let sidebar: ToriiSidebar;

  beforeAll(async () => {
    sandbox = await makeSandbox({});
    codeServer = await startCodeServer(sandbox);
    browser = await launchBrowser();
    workbench = await Workbench.open(browser, codeServer.url(await sandbox.workspace('uploader')));
    sidebar = new ToriiSidebar(workbench.page);
  });

  afterAll(async () => {
    await browser?.close();
    await codeServer?.stop();
    await sandbox?.remove();
  });

  const seeFailure = (): void => onTestFailed(() => takeShot(workbench.page, 'views-failed'));
  const configText = (): Promise<string> => readFile(join(sandbox.toriiHome, 'config.yaml'), 'utf8');
  const button = (notification: Locator, name: string): Locator => notification.getByRole('button', { name });

  it('waits no longer than 50 ms for its activation', async () => {
    seeFailure();
    const measured: number[] = [];
    while (measured.length < ACTIVATIONS) {
      await workbench.waitForStatus(/Torii runs in this window/);
      measured.push(await activationMs(workbench));
      if (Math.min(...measured) <= MOST_ACTIVATION_MS) break;
      await workbench.page.reload();
    }
    console.log(`activation: ${measured.join(', ')} ms`);
    expect(Math.min(...measured)).toBeLessThanOrEqual(MOST_ACTIVATION_MS);
  });

  it('walks through the first minutes', async () => {
    seeFailure();
    await workbench.run('Welcome: Open Walkthrough');
    await workbench.choose('Get Started with Torii');
    const steps = workbench.page.locator('.getting-started-step');
    await steps.first().waitFor();
    expect(await steps.count()).toBe(5);
    for (const [index, [title, text]] of WALKTHROUGH.entries()) {
      // The first one is open already.
      if (index > 0) await steps.filter({ hasText: title }).first().click();
      await expect.poll(() => isShownInAFrame(workbench.page, text), { timeout: 30_000 }).toBe(true);
      await takeShot(workbench.page, `walkthrough-${index + 1}`);
    }
    await workbench.run('View: Close All Editors');
  });

  it('sees all views, and empty ones say what fills them', async () => {
    seeFailure();
    await sidebar.open();
    for (const view of ['Fallbacks', 'Keys and Budgets', 'Destinations']) await sidebar.openView(view);
    await workbench.page.getByText('Traces stay on this machine').waitFor();
    await takeShot(workbench.page, 'views-empty');
  });

  it('adds a fallback, moves it up, drags the other one over it and takes it out; the config keeps its comments', async () => {
    seeFailure();
    const before = await configText();
    await workbench.run('Torii: Add Fallback');
    await workbench.choose('General');
    await workbench.choose('demo-fallback');
    await workbench.choose('demo-embedding');
    await workbench.notification('Added demo-embedding').waitFor();
    await expect.poll(configText).toBe(before.replace('[demo-chat]', '[demo-chat, demo-embedding]'));
    await sidebar.row('Fallbacks', '2. demo-embedding').first().waitFor();
    await takeShot(workbench.page, 'fallbacks');
    await sidebar.act('Fallbacks', '2. demo-embedding', 'Move Fallback Up');
    await expect.poll(configText).toBe(before.replace('[demo-chat]', '[demo-embedding, demo-chat]'));
    await sidebar.row('Fallbacks', '1. demo-embedding').first().waitFor();
    await sidebar.drag('Fallbacks', '2. demo-chat', '1. demo-embedding');
    await expect.poll(configText).toBe(before.replace('[demo-chat]', '[demo-chat, demo-embedding]'));
    await sidebar.row('Fallbacks', '2. demo-embedding').first().waitFor();
    await sidebar.act('Fallbacks', '2. demo-embedding', 'Remove Fallback');
    await workbench.notification('Removed demo-embedding').waitFor();
    expect(await configText()).toBe(before);
    await workbench.dismissNotifications();
  });

  it('tests a model, and lands on the trace', async () => {
    seeFailure();
    await workbench.run('Torii: Test Model');
    await workbench.choose('demo-chat');
    await workbench.notification('demo-chat works').waitFor();
    await takeShot(workbench.page, 'model-tested');
    await button(workbench.notification('demo-chat works'), 'Open Trace').click();
    await dashboardFrame(workbench.page, 'tab');
    await workbench.run('View: Close All Editors');
  });

  it('sees requests arrive in the tree of traces, with their attempts', async () => {
    seeFailure();
    expect(await askModel(sandbox, 'demo-fallback', 'Who answers?')).not.toBe('');
    await sidebar.openView('Traces');
    const task = sidebar.row('Traces', /\$/).first();
    await task.waitFor();
    await sidebar.expandRow(task);
    const request = sidebar.row('Traces', 'fell back').first();
    await request.waitFor();
    await sidebar.expandRow(request);
    await sidebar.row('Traces', 'demo/fails').first().waitFor();
    await usageAgrees(workbench);
    await takeShot(workbench.page, 'traces');
    await workbench.run('Torii: Filter Traces');
    await workbench.choose('Failed only');
    await workbench.page.getByText('Only: failed').waitFor();
    await workbench.run('Torii: Filter Traces');
    await workbench.choose('Show everything');
  });

  it('makes a key with a budget, sees what it spends, blocks it and lets it work again', async () => {
    seeFailure();
    await workbench.run('Torii: Create Virtual Key');
    await workbench.answer('Name of the new key', 'my-script');
    await workbench.answer('Budget in USD', '2');
    await workbench.answer('When does the budget begin anew', '1d');
    const made = workbench.notification('The key my-script is made');
    await made.waitFor();
    await button(made, 'Copy Key').click();
    await workbench.notification('Copied the key').waitFor();
    await sidebar.row('Keys and Budgets', 'my-script').filter({ hasText: '$0.00 / $2.00' }).waitFor();
    await workbench.dismissNotifications();
    await workbench.run('Torii: Block Virtual Key');
    await workbench.choose('my-script');
    await sidebar.row('Keys and Budgets', 'blocked').waitFor();
    await takeShot(workbench.page, 'keys');
    await workbench.dismissNotifications();
    await sidebar.act('Keys and Budgets', 'my-script', 'Unblock Virtual Key');
    await workbench.notification('The key my-script works again').waitFor();
    await sidebar.row('Keys and Budgets', 'blocked').waitFor({ state: 'hidden' });
    await workbench.dismissNotifications();
  });

  it('is asked at a cap, and the request goes on when it is allowed', async () => {
    seeFailure();
    await gatewayPut(sandbox, '/torii/spend-caps', { day: { usd: 0.000001, action: 'ask' } });
    const answer = askModel(sandbox, 'demo-chat', 'May I?');
    const question = workbench.notification('A request to demo-chat waits');
    await question.waitFor();
    await takeShot(workbench.page, 'budget-question');
    await button(question, 'Allow Once').click();
    expect(await answer).not.toBe('');
    await gatewayPut(sandbox, '/torii/spend-caps', {});
    await workbench.dismissNotifications();
  });

  it('sees health and price above each model of the config, tests one there, and mends a finding', async () => {
    seeFailure();
    await workbench.run('Torii: Open Config');
    const lenses = workbench.page.locator('.codelens-decoration').filter({ hasText: 'Test' });
    await expect.poll(() => lenses.count()).toBe([...(await configText()).matchAll(/- model_name:/g)].length);
    for (const lens of await lenses.all()) expect(await lens.innerText()).toMatch(/\$\d/);
    await lenses.filter({ hasText: 'ready' }).first().getByText('Test').click();
    await workbench.notification('demo-chat works').waitFor();
    await workbench.dismissNotifications();
    await takeShot(workbench.page, 'config-lenses');
    const before = await configText();
    await writeFile(join(sandbox.toriiHome, 'config.yaml'), before.replace('[demo-chat]', '[demo-chta]'));
    await workbench.run('View: Focus Problems');
    const problem = workbench.page.locator('.markers-panel').getByText('There is no model group "demo-chta"').first();
    await problem.waitFor();
    await problem.click();
    const quickFix = workbench.page.getByText('Change to demo-chat').first();
    await workbench.askForFixes(quickFix);
    await takeShot(workbench.page, 'config-problem');
    await workbench.page.keyboard.press('Escape');
    await writeFile(join(sandbox.toriiHome, 'config.yaml'), before);
    await workbench.page.locator('.markers-panel').getByText('demo-chta').first().waitFor({ state: 'hidden' });
    await workbench.run('View: Close All Editors');
  });

  it('backs up the ledger and exports the usage', async () => {
    seeFailure();
    await workbench.run('Torii: Back Up Ledger');
    await workbench.notification('The ledger is backed up').waitFor();
    await workbench.dismissNotifications();
    await workbench.run('Torii: Export Usage as CSV');
    await workbench.choose('Everything');
    await workbench.page.locator('.quick-input-widget').filter({ hasText: 'Export Usage as CSV' }).waitFor();
    await takeShot(workbench.page, 'export');
    await workbench.page.keyboard.press('Enter');
    await workbench.notification('Usage is exported').waitFor();
    await workbench.dismissNotifications();
  });

  it('sees the views mend themselves after a stop and a start', async () => {
    seeFailure();
    await workbench.run('Torii: Stop Proxy');
    await workbench.waitForStatus(/Torii is off/);
    await workbench.page.locator('.sidebar').getByText('The proxy is off').first().waitFor();
    await takeShot(workbench.page, 'views-off');
    await workbench.run('Torii: Start Proxy');
    await workbench.waitForStatus(/Torii runs in this window/);
    await sidebar.row('Keys and Budgets', 'my-script').waitFor();
  });
});
