import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { z } from 'zod';
import { type LangfuseSimulator, startLangfuse } from '../simulators/langfuse/langfuseSimulator.ts';
import { type MlflowSimulator, startMlflowSimulator } from '../simulators/mlflow/mlflowSimulator.ts';
import { type OpenAiSimulator, startOpenAiSimulator } from '../simulators/openai/openAiSimulator.ts';
import { Workbench } from './pages/workbench.ts';
import { launchBrowser, takeShot } from './support/browser.ts';
import { type CodeServer, startCodeServer } from './support/codeServer.ts';
import { askModel, homeKey } from './support/gateway.ts';
import { makeSandbox, type Sandbox } from './support/sandbox.ts';
import { writeWorkshop } from './support/workshop.ts';

const FIRST = 'A torii stands at the gate of a shrine.';

const manifest = z.object({ contributes: z.object({ commands: z.array(z.object({ title: z.string() })) }) });
const titles = z.record(z.string(), z.string());

describe('a user who works from the palette', () => {
  let openai: OpenAiSimulator;
  let langfuse: LangfuseSimulator;
  let mlflow: MlflowSimulator;
  let sandbox: Sandbox;
  let codeServer: CodeServer;
  let browser: Browser;
  let workbench: Workbench;

  beforeAll(async () => {
    openai = await startOpenAiSimulator({ models: ['writer-1', 'editor-1'] });
    openai.script('writer-1', () => ({ text: FIRST }));
    langfuse = await startLangfuse();
    mlflow = await startMlflowSimulator();
    sandbox = await makeSandbox({});
    await writeWorkshop(sandbox, { openai: openai.url, langfuse: langfuse.url, mlflow: mlflow.url });
    codeServer = await startCodeServer(sandbox);
    browser = await launchBrowser();
    workbench = await Workbench.open(browser, codeServer.url(await sandbox.workspace('shrine')));
    await workbench.waitForStatus(/Torii runs in this window/);
  });

  afterAll(async () => {
    await browser?.close();
    await codeServer?.stop();
    await sandbox?.remove();
    await Promise.all([openai?.close(), langfuse?.close(), mlflow?.close()]);
  });

  const seeFailure = (): void => onTestFailed(() => takeShot(workbench.page, 'commands-failed'));
  const base = (): string => `http://127.0.0.1:${sandbox.gatewayPort}`;

  it('finds every command there', async () => {
    seeFailure();
    const { contributes } = manifest.parse(JSON.parse(await readFile('package.json', 'utf8')));
    const english = titles.parse(JSON.parse(await readFile('package.nls.json', 'utf8')));
    const names = contributes.commands.map(({ title }) => english[title.replaceAll('%', '')] ?? title);
    await workbench.page.keyboard.press('F1');
    const rows = workbench.page.locator('.quick-input-list .monaco-list-row');
    // Start Proxy is off while it runs.
    for (const name of names.filter((each) => each !== 'Start Proxy')) {
      await workbench.quickInput.fill(`>Torii: ${name}`);
      await rows
        .filter({ hasText: `Torii: ${name}` })
        .first()
        .waitFor({ timeout: 10_000 });
    }
    await workbench.page.keyboard.press('Escape');
  });

  it('copies the address and the master key, and is told to be careful with it', async () => {
    seeFailure();
    await workbench.run('Torii: Copy Base URL');
    await workbench.notification(`Copied ${base()}`).waitFor();
    expect(await workbench.clipboard()).toBe(base());
    await workbench.run('Torii: Copy Master Key');
    await workbench.notification('It gives full access').waitFor();
    expect(await workbench.clipboard()).toBe(await homeKey(sandbox));
    await workbench.run('Torii: Copy Model Name');
    await workbench.choose('writer');
    await workbench.notification('Copied writer').waitFor();
    await workbench.dismissNotifications();
  });

  it('sees the log', async () => {
    seeFailure();
    await workbench.run('Torii: Show Logs');
    await workbench.page
      .locator('.view-line', { hasText: /Gateway\sready/ })
      .first()
      .waitFor();
    await workbench.run('View: Hide Panel');
  });

  it('copies a request as a command line without any key', async () => {
    seeFailure();
    expect(await askModel(sandbox, 'writer', 'What is a torii?')).toBe(FIRST);
    await workbench.run('Torii: Copy Trace as curl');
    await workbench.choose('writer');
    await workbench.notification('Put a key into TORII_KEY').waitFor();
    const copied = await workbench.clipboard();
    expect(copied).toContain(`curl ${base()}/v1/chat/completions`);
    expect(copied).toContain('What is a torii?');
    expect(copied).not.toMatch(/sk-\w/);
    await workbench.dismissNotifications();
  });

  it('opens MLflow, which runs already and is not Torii’s to start', async () => {
    seeFailure();
    const opened = workbench.page.context().waitForEvent('page');
    await workbench.run('Torii: Open MLflow UI');
    // code-server leads to ports of its machine by a path of its own.
    expect((await opened).url()).toContain(new URL(mlflow.url).port);
    await workbench.notification('MLflow is opened').waitFor();
    await workbench.run('Torii: Start MLflow Server');
    await workbench.notification('runs already').waitFor();
    await workbench.dismissNotifications();
  });
});
