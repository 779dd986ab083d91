import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { z } from 'zod';
import { dashboardFrame } from './pages/dashboard.ts';
import { ToriiSidebar } from './pages/toriiSidebar.ts';
import { Workbench } from './pages/workbench.ts';
import { launchBrowser, takeShot } from './support/browser.ts';
import { type CodeServer, startCodeServer } from './support/codeServer.ts';
import { askModel } from './support/gateway.ts';
import { copyAsVersion, type Program, startProgram } from './support/program.ts';
import { makeSandbox, type Sandbox } from './support/sandbox.ts';

const OLDER = '0.0.9';
const SILENT = 'The gateway does not answer. Trying again…';
const CUT = 'Live updates are cut off';
const ALL_IS_WELL = /^Torii runs outside of the editor at \S+ Cost today/;
const manifest = z.object({ version: z.string() });

describe('a window whose gateway somebody else runs', () => {
  let sandbox: Sandbox;
  let program: Program;
  let codeServer: CodeServer;
  let browser: Browser;
  let workbench: Workbench;
  let sidebar: ToriiSidebar;

  beforeAll(async () => {
    sandbox = await makeSandbox({});
    const { version } = manifest.parse(JSON.parse(await readFile('package.json', 'utf8')));
    program = await startProgram(sandbox, await copyAsVersion(sandbox, version, OLDER));
    codeServer = await startCodeServer(sandbox);
    browser = await launchBrowser();
    workbench = await Workbench.open(browser, codeServer.url(await sandbox.workspace('states')));
    sidebar = new ToriiSidebar(workbench.page);
  });

  afterAll(async () => {
    await browser?.close();
    await codeServer?.stop();
    await program?.kill();
    await sandbox?.remove();
  });

  const seeFailure = (): void => onTestFailed(() => takeShot(workbench.page, 'states-failed'));

  it('is told that it is of another version, and what to do about it', async () => {
    seeFailure();
    await workbench.waitForStatus(/Torii runs outside of the editor/);
    await workbench.notification(`the proxy that runs is version ${OLDER}`).waitFor();
    await takeShot(workbench.page, 'other-version');
    await workbench.dismissNotifications();
    await sidebar.open();
    await sidebar.model('demo-chat').first().waitFor();
  });

  it('shows in status bar, tree and dashboard that it hangs, and goes on when it does', async () => {
    seeFailure();
    program.hang();
    await workbench.waitForStatus(new RegExp(SILENT));
    await workbench.run('Torii: Refresh Models');
    await workbench.page.locator('.sidebar').getByText(SILENT).first().waitFor();
    // What is known stays in sight.
    await sidebar.model('demo-chat').first().waitFor();
    await takeShot(workbench.page, 'unreachable');
    program.goOn();
    await workbench.waitForStatus(ALL_IS_WELL);
    await workbench.page.locator('.sidebar').getByText(SILENT).first().waitFor({ state: 'hidden' });
    const usage = await dashboardFrame(workbench.page, 'sidebar');
    expect(await askModel(sandbox, 'demo-chat', 'Are you back?')).not.toBe('');
    await usage.getByText('demo-chat').first().waitFor();
  });

  it('says that live updates are cut off while the gateway lives, reads on, and is live again', async () => {
    seeFailure();
    await sidebar.openView('Traces');
    const tasks = sidebar.row('Traces', '$');
    await tasks.first().waitFor();
    const before = await tasks.count();
    program.cutNews();
    await workbench.waitForStatus(new RegExp(CUT));
    await workbench.page.locator('.sidebar').getByText(CUT).first().waitFor();
    await takeShot(workbench.page, 'no-news');
    expect(await askModel(sandbox, 'demo-chat', 'Do you still count?')).not.toBe('');
    await expect.poll(() => tasks.count()).toBeGreaterThan(before);
    program.cutNews();
    await workbench.waitForStatus(ALL_IS_WELL);
    await workbench.page.locator('.sidebar').getByText(CUT).first().waitFor({ state: 'hidden' });
  });

  it('says that the ledger is locked, and makes the change once it is free, without any question again', async () => {
    seeFailure();
    const ledger = new Database(join(sandbox.toriiHome, 'torii.db'));
    const locked = workbench.notification(/^.*Torii: .*locked by another program/i);
    ledger.exec('BEGIN EXCLUSIVE');
    try {
      await workbench.run('Torii: Create Virtual Key');
      await workbench.answer('Name of the new key', 'patient');
      await workbench.answer('Budget in USD', '');
      await locked.waitFor();
      await takeShot(workbench.page, 'ledger-locked');
    } finally {
      ledger.exec('ROLLBACK');
      ledger.close();
    }
    await locked.getByRole('button', { name: 'Try Again' }).click();
    await workbench.notification('The key patient is made').waitFor();
    await workbench.dismissNotifications();
  });

  it('takes over when that one is killed', async () => {
    seeFailure();
    await program.kill();
    await workbench.waitForStatus(/Torii runs in this window/);
    expect(await askModel(sandbox, 'demo-chat', 'Who is there?')).not.toBe('');
  });
});
