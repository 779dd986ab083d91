import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { Workbench } from './pages/workbench.ts';
import { launchBrowser, takeShot } from './support/browser.ts';
import { type CodeServer, startCodeServer } from './support/codeServer.ts';
import { makeSandbox, type Sandbox } from './support/sandbox.ts';

describe('a user who wonders what is wrong', () => {
  let sandbox: Sandbox;
  let codeServer: CodeServer;
  let browser: Browser;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await makeSandbox({ 'torii.autoStart': false });
    codeServer = await startCodeServer(sandbox);
    browser = await launchBrowser();
    workbench = await Workbench.open(browser, codeServer.url(await sandbox.workspace('doctor')));
  });

  afterAll(async () => {
    await browser?.close();
    await codeServer?.stop();
    await sandbox?.remove();
  });

  it('gets a report while the proxy is off: what fails, rendered, with an action to copy it', async () => {
    onTestFailed(() => takeShot(workbench.page, 'doctor-failed'));
    await workbench.waitForStatus(/Torii is off/);
    await workbench.run('Torii: Doctor');
    const notice = workbench.notification(/Doctor: failures: \d+/);
    await notice.waitFor();
    await notice.getByRole('button', { name: 'Copy Report' }).waitFor();
    const report = workbench.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe');
    await report.getByRole('heading', { name: /^Torii Doctor/ }).waitFor();
    await report.getByText('gateway-up').first().waitFor();
    const text = await report.locator('body').innerText();
    expect(text).toContain('Torii: Start Proxy');
    expect(text).toContain('editor-lifetime');
    await takeShot(workbench.page, 'doctor-off');
  });
});
