import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { isPortFree } from '../support/freePort.ts';
import { dashboardFrame, usageAgrees } from './pages/dashboard.ts';
import { ToriiSidebar } from './pages/toriiSidebar.ts';
import { Workbench } from './pages/workbench.ts';
import { launchBrowser, takeShot } from './support/browser.ts';
import { type CodeServer, startCodeServer } from './support/codeServer.ts';
import { askModel } from './support/gateway.ts';
import { makeSandbox, type Sandbox } from './support/sandbox.ts';
import { fillLedger } from './support/usedLedger.ts';

describe('a user who starts the proxy by hand', () => {
  let sandbox: Sandbox;
  let codeServer: CodeServer;
  let browser: Browser;
  let workbench: Workbench;
  let sidebar: ToriiSidebar;

  beforeAll(async () => {
    sandbox = await makeSandbox({ 'torii.autoStart': false });
    await fillLedger(sandbox);
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

  const seeFailure = (): void => onTestFailed(() => takeShot(workbench.page, 'proxy-failed'));

  it('finds the proxy off, and the side bar says how to start it', async () => {
    seeFailure();
    await workbench.waitForStatus(/Torii is off/);
    await sidebar.open();
    await workbench.page.getByRole('button', { name: 'Start Proxy' }).first().waitFor();
    const usage = await dashboardFrame(workbench.page, 'sidebar');
    await usage.getByText('Start Proxy').first().waitFor();
    await takeShot(workbench.page, 'proxy-off');
    expect(await isPortFree(sandbox.gatewayPort)).toBe(true);
  });

  it('starts it from the command palette', async () => {
    seeFailure();
    await workbench.run('Torii: Start Proxy');
    await workbench.waitForStatus(new RegExp(`Torii runs in this window at http://127.0.0.1:${sandbox.gatewayPort}`));
    await workbench.notification('Torii runs at').waitFor();
    await workbench.dismissNotifications();
  });

  it('sees the model groups of the config, with deployments and fallbacks in order', async () => {
    seeFailure();
    await sidebar.expand('demo-fallback');
    await sidebar.model('demo/fails').first().waitFor();
    await sidebar.model('1. demo-chat').first().waitFor();
    await sidebar.expand('demo-embedding');
    await sidebar.model('demo/embedding').first().waitFor();
  });

  it('gets an answer at the port, and the status bar shows what it cost', async () => {
    seeFailure();
    expect(await askModel(sandbox, 'demo-chat', 'What is a torii?')).not.toBe('');
    await workbench.waitForStatus(/Cost today: \$0\.0*[1-9]|Cost today: <\$0\.0001/);
  });

  it('sees the request in the Usage view', async () => {
    seeFailure();
    const usage = await dashboardFrame(workbench.page, 'sidebar');
    await usage.getByText('demo-chat').first().waitFor();
    await usageAgrees(workbench);
    await takeShot(workbench.page.locator('.part.sidebar'), 'usage-view');
  });

  it('sees a request that fell back, and what it cost', async () => {
    seeFailure();
    expect(await askModel(sandbox, 'demo-fallback', 'Who answers?')).not.toBe('');
    const usage = await dashboardFrame(workbench.page, 'sidebar');
    await usage.locator('.pair').filter({ hasText: 'Requests' }).filter({ hasText: '2' }).waitFor();
  });

  it('sees both in the dashboard', async () => {
    seeFailure();
    await workbench.run('Torii: Open Dashboard');
    const dashboard = await dashboardFrame(workbench.page, 'tab');
    await dashboard.getByText('demo-chat').first().waitFor();
    await dashboard.getByText('demo-fallback').first().waitFor();
    // Charts come after the figures.
    await dashboard.locator('.recharts-surface').first().waitFor();
    await usageAgrees(workbench);
    await takeShot(workbench.page, 'dashboard');
  });

  it('stops it, and the port is free', async () => {
    seeFailure();
    await workbench.run('Torii: Stop Proxy');
    await workbench.waitForStatus(/Torii is off/);
    await expect.poll(() => isPortFree(sandbox.gatewayPort)).toBe(true);
  });
});
