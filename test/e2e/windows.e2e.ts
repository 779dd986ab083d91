import { createServer, type Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { isPortFree } from '../support/freePort.ts';
import { isAlive } from '../support/isAlive.ts';
import { Workbench } from './pages/workbench.ts';
import { launchBrowser, takeShot } from './support/browser.ts';
import { type CodeServer, startCodeServer } from './support/codeServer.ts';
import { askModel, gatewayPid } from './support/gateway.ts';
import { freeRoundPort, makeSandbox, type Sandbox } from './support/sandbox.ts';

const OWNER = /Torii runs in this window/;
const ATTACHED = /Torii runs in another window/;
const DETACHED = /Torii runs in a process of its own/;

describe('several windows', () => {
  let sandbox: Sandbox;
  let codeServer: CodeServer;
  let browser: Browser;
  let first: Workbench;
  let second: Workbench;

  beforeAll(async () => {
    sandbox = await makeSandbox({});
    codeServer = await startCodeServer(sandbox);
    browser = await launchBrowser();
    first = await Workbench.open(browser, codeServer.url(await sandbox.workspace('uploader')));
  });

  afterAll(async () => {
    await browser?.close();
    await codeServer?.stop();
    await sandbox?.remove();
  });

  const seeFailure = (): void =>
    onTestFailed(async () => {
      for (const [index, page] of browser
        .contexts()
        .flatMap((context) => context.pages())
        .entries()) {
        await takeShot(page, `windows-failed-${index}`);
      }
    });

  it('the first one starts the proxy by itself', async () => {
    seeFailure();
    await first.waitForStatus(OWNER);
  });

  it('the second one attaches rather than fails', async () => {
    seeFailure();
    second = await Workbench.open(browser, codeServer.url(await sandbox.workspace('website')));
    await second.waitForStatus(ATTACHED);
    expect(await second.notification(/cannot start/).count()).toBe(0);
    await askModel(sandbox, 'demo-chat', 'Who is there?');
    await second.waitForStatus(/Cost today: (<\$0\.0001|\$0\.0*[1-9])/);
    await takeShot(second.page, 'attached');
  });

  it('the second one takes over when the first one is closed', async () => {
    seeFailure();
    await first.page.close();
    await second.waitForStatus(OWNER);
    expect(await askModel(sandbox, 'demo-chat', 'Still there?')).not.toBe('');
  });

  it('another one takes over when the extension host that runs it is killed', async () => {
    seeFailure();
    const fourth = await Workbench.open(browser, codeServer.url(await sandbox.workspace('reports')));
    await fourth.waitForStatus(ATTACHED);
    process.kill(await gatewayPid(sandbox), 'SIGKILL');
    await fourth.waitForStatus(OWNER);
    expect(await askModel(sandbox, 'demo-chat', 'And now?')).not.toBe('');
    // The editor starts the killed one's extension host again, which finds the new owner.
    await second.waitForStatus(ATTACHED);
    await fourth.page.close();
    await second.waitForStatus(OWNER);
  });

  it('stopping the proxy for all windows is not undone by another one', async () => {
    seeFailure();
    const third = await Workbench.open(browser, codeServer.url(await sandbox.workspace('notes')));
    await third.waitForStatus(ATTACHED);
    await third.run('Torii: Stop Proxy');
    await third.page.getByRole('button', { name: 'Stop for All Windows' }).click();
    await third.waitForStatus(/Torii is off/);
    await second.waitForStatus(/Torii is off/);
    await expect.poll(() => isPortFree(sandbox.gatewayPort)).toBe(true);
  });
});

describe('a detached proxy', () => {
  let sandbox: Sandbox;
  let codeServer: CodeServer;
  let browser: Browser;
  let pid = 0;

  beforeAll(async () => {
    sandbox = await makeSandbox({ 'torii.runMode': 'detached' });
    codeServer = await startCodeServer(sandbox);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await codeServer?.stop();
    if (pid !== 0 && isAlive(pid)) process.kill(pid, 'SIGKILL');
    await sandbox?.remove();
  });

  it('is started by the first window, which shows its log', async () => {
    const workbench = await Workbench.open(browser, codeServer.url(await sandbox.workspace('uploader')));
    onTestFailed(() => takeShot(workbench.page, 'detached-failed'));
    await workbench.waitForStatus(DETACHED);
    pid = await gatewayPid(sandbox);
    await workbench.run('Torii: Show Logs');
    await workbench.page
      .locator('.view-line', { hasText: /Gateway\sready/ })
      .first()
      .waitFor();
    await takeShot(workbench.page, 'detached');
    await workbench.page.close();
  });

  it('outlives code-server itself, and the next window finds it', async () => {
    await codeServer.stop();
    expect(await askModel(sandbox, 'demo-chat', 'Still there?')).not.toBe('');
    codeServer = await startCodeServer(sandbox);
    const workbench = await Workbench.open(browser, codeServer.url(await sandbox.workspace('website')));
    onTestFailed(() => takeShot(workbench.page, 'detached-failed'));
    await workbench.waitForStatus(DETACHED);
    expect(await gatewayPid(sandbox)).toBe(pid);
  });

  it('ends with Stop Proxy', async () => {
    const workbench = await Workbench.open(browser, codeServer.url(await sandbox.workspace('notes')));
    onTestFailed(() => takeShot(workbench.page, 'detached-failed'));
    await workbench.waitForStatus(DETACHED);
    await workbench.run('Torii: Stop Proxy');
    await workbench.waitForStatus(/Torii is off/);
    await expect.poll(() => isAlive(pid)).toBe(false);
    await expect.poll(() => isPortFree(sandbox.gatewayPort)).toBe(true);
  });
});

describe('a port that another program holds', () => {
  let sandbox: Sandbox;
  let codeServer: CodeServer;
  let browser: Browser;
  let stranger: Server;

  beforeAll(async () => {
    sandbox = await makeSandbox({});
    stranger = createServer((_request, response) => response.end('not a gateway'));
    await new Promise<void>((resolve) => stranger.listen(sandbox.gatewayPort, '127.0.0.1', resolve));
    codeServer = await startCodeServer(sandbox);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await codeServer?.stop();
    stranger?.close();
    await sandbox?.remove();
  });

  it('is named, and another one can be chosen on the spot', async () => {
    const workbench = await Workbench.open(browser, codeServer.url(await sandbox.workspace('uploader')));
    onTestFailed(() => takeShot(workbench.page, 'port-failed'));
    const failure = workbench.notification(`another program uses port ${sandbox.gatewayPort}`);
    await failure.waitFor();
    await takeShot(workbench.page, 'port-taken');
    await failure.getByRole('button', { name: 'Choose Another Port' }).click();
    const port = await freeRoundPort();
    await workbench.quickInput.fill(String(port));
    await workbench.page.keyboard.press('Enter');
    await workbench.waitForStatus(new RegExp(`Torii runs in this window at http://127.0.0.1:${port}`));
    await workbench.run('Ports: Focus on Ports View');
    await workbench.page.locator('.monaco-list-row', { hasText: `Torii (${port})` }).waitFor();
    expect(await workbench.notification('Open in Browser').count()).toBe(0);
    await takeShot(workbench.page, 'ports');
  });
});
