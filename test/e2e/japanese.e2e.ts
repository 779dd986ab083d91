import { writeFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { dashboardFrame } from './pages/dashboard.ts';
import { ToriiSidebar } from './pages/toriiSidebar.ts';
import type { Workbench } from './pages/workbench.ts';
import { takeShot } from './support/browser.ts';
import { type EditorWindow, openWindow } from './support/editorWindow.ts';
import { askModel, gatewayConfig } from './support/gateway.ts';
import { type Japanese, readJapanese, teachJapanese } from './support/japanese.ts';

/** Short enough to be seen whole. */
const CONFIG = `model_list:
  - model_name: demo-chat
    litellm_params: { model: demo/chat, input_cost_per_token: 0.000003, output_cost_per_token: 0.000015 }
  - model_name: demo-fallback
    litellm_params: { model: demo/fails, input_cost_per_token: 0.000003, output_cost_per_token: 0.000015 }
litellm_settings:
  fallbacks:
    - demo-fallback: [demo-chat]
router_settings:
  num_retries: 1
general_settings:
  store_prompts_in_spend_logs: true
`;
const DEMO_FAILS = 'デモモデル「fails」は必ず失敗します。フォールバックを見るためのものです。';
const MISSPELT = 'num_retrys はここでは不明なキーです。num_retries のことですか?';
const BROKEN = '同じマップに 2 回書かれています';

describe('somebody who reads Japanese, where things go wrong', () => {
  let window: EditorWindow;
  let workbench: Workbench;
  let sidebar: ToriiSidebar;
  let ja: Japanese;
  let config: string;

  beforeAll(async () => {
    window = await openWindow({ folder: 'japanese', locale: 'ja', prepare: teachJapanese });
    ({ workbench } = window);
    ja = await readJapanese();
    sidebar = new ToriiSidebar(workbench.page);
    await workbench.waitForStatus(/^Torii .*127\.0\.0\.1/);
    config = await gatewayConfig(window.sandbox);
    await writeFile(config, CONFIG);
  });

  afterAll(() => window?.close());

  const seeFailure = (): void => onTestFailed(() => takeShot(workbench.page, 'japanese-states-failed'));
  const run = (command: string): Promise<void> => workbench.run(`Torii: ${ja(`command.${command}`)}`);
  const asked = (title: string): Promise<void> =>
    workbench.page
      .locator('.quick-input-title')
      .filter({ hasText: ja(title) })
      .waitFor();
  const line = (text: string): Locator =>
    workbench.page
      .locator('.monaco-editor .view-line')
      .filter({ hasText: text.replaceAll(' ', '\u00a0') })
      .first();

  it('reads why an attempt failed, and what was done for the next one', async () => {
    seeFailure();
    await askModel(window.sandbox, 'demo-fallback', 'Who answers?');
    await sidebar.open(ja('view.models'));
    await (await dashboardFrame(workbench.page, 'sidebar')).locator('.sidebarCost').waitFor();
    const traces = ja('view.traces');
    await sidebar.openView(traces);
    await sidebar.expandRow(sidebar.row(traces, '$').first());
    await sidebar.expandRow(sidebar.row(traces, 'demo-fallback').first());
    await sidebar.row(traces, 'demo/fails').first().hover();
    await workbench.page.locator('.workbench-hover').filter({ hasText: DEMO_FAILS }).waitFor();
    await takeShot(workbench.page, 'japanese-attempt');
  });

  it('compares the answers to a request that is sent again', async () => {
    seeFailure();
    await expect.poll(() => askModel(window.sandbox, 'demo-chat', 'What is a torii?')).not.toBe('');
    await run('replayTrace');
    await workbench.choose('demo-chat');
    await asked('Model to send it to. The call is real, and costs.');
    await workbench.choose('demo-fallback');
    await workbench.page.locator('.monaco-diff-editor').waitFor();
    await expect.poll(() => workbench.shownText()).toMatch(/\w{3}/);
    await takeShot(workbench.page, 'japanese-replay');
    await workbench.run('View: Close All Editors');
  });

  it('is asked what a key shall be, and whether it shall go', async () => {
    seeFailure();
    await run('createKey');
    await asked('Name of the new key');
    await takeShot(workbench.page, 'japanese-create-key');
    await workbench.answer(ja('Name of the new key'), 'build-bot');
    await workbench.answer(ja('Budget in USD; empty for none'), '');
    await workbench.notification(ja('The key {0} is made. Copy it now: it is not shown again.', 'build-bot')).waitFor();
    await takeShot(workbench.page, 'japanese-key-made');
    await workbench.dismissNotifications();
    await run('deleteKey');
    await workbench.choose('build-bot');
    await workbench.page
      .getByText(ja('Delete the key {0}? What it has spent stays in the ledger.', 'build-bot'))
      .waitFor();
    await takeShot(workbench.page, 'japanese-delete-key');
    await workbench.confirm(ja('Delete'));
    await workbench.notification(ja('The key {0} is deleted.', 'build-bot')).waitFor();
    await workbench.dismissNotifications();
  });

  it('gets the report of Doctor', async () => {
    seeFailure();
    await run('doctor');
    const report = workbench.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe');
    await report.getByRole('heading', { name: /Torii/ }).first().waitFor();
    await report.getByText('gateway-up').first().waitFor();
    await takeShot(workbench.page, 'japanese-doctor');
    await workbench.dismissNotifications();
    await workbench.run('View: Close All Editors');
  });

  it('reads what is wrong in the config where it stands, and mends it', async () => {
    seeFailure();
    await run('openConfig');
    await line('model_list:').waitFor();
    await writeFile(config, CONFIG.replace('num_retries: 1', 'num_retrys: 1'));
    await line('num_retrys: 1').click();
    const fix = workbench.page.getByText(ja('Change to {0}', 'num_retries')).first();
    await workbench.askForFixes(fix);
    await takeShot(workbench.page, 'japanese-quick-fix');
    await workbench.page.keyboard.press('Escape');
    await workbench.askForHover(workbench.page.locator('.monaco-hover').filter({ hasText: MISSPELT }).first());
    await takeShot(workbench.page, 'japanese-finding');
    await workbench.page.keyboard.press('Escape');
  });

  it('sees a config that cannot be taken, in the Problems panel and on the dashboard', async () => {
    seeFailure();
    await writeFile(config, CONFIG.replace('model_list:', 'router_settings: {}\nmodel_list:'));
    await workbench.run('Problems: Focus on Problems View');
    await workbench.page.locator('.markers-panel').getByText(BROKEN).first().waitFor();
    await run('openDashboard');
    const dashboard = await dashboardFrame(workbench.page, 'tab');
    await dashboard.getByText(BROKEN).first().waitFor();
    await takeShot(workbench.page, 'japanese-config-broken');
    await writeFile(config, CONFIG);
    await dashboard.getByText(BROKEN).first().waitFor({ state: 'hidden' });
    await workbench.run('View: Hide Panel');
  });

  it('is told once which credential is missing, and sets it', async () => {
    seeFailure();
    const keyed =
      '  - model_name: writer\n    litellm_params: { model: openai/writer, api_key: os.environ/WRITER_KEY }\n';
    await writeFile(config, CONFIG.replace('model_list:\n', `model_list:\n${keyed}`));
    const notice = workbench.notification('WRITER_KEY').filter({ hasText: ja('Open Config') });
    await notice.waitFor();
    await takeShot(workbench.page, 'japanese-credential');
    await notice.getByRole('button', { name: ja('Set {0}…', 'WRITER_KEY') }).click();
    await workbench.answer(ja('Value of {0}', 'WRITER_KEY'), 'sk-test-writer');
    await workbench.notification(ja('Test Model')).waitFor();
    await workbench.dismissNotifications();
    await writeFile(config, CONFIG);
  });

  it('sees that the proxy is off, and how it is started', async () => {
    seeFailure();
    await run('stopProxy');
    await workbench.waitForStatus(ja('Torii is off. Click to start the proxy.'));
    await run('openDashboard');
    const dashboard = await dashboardFrame(workbench.page, 'tab');
    await dashboard.getByRole('button', { name: 'プロキシを起動' }).waitFor();
    await takeShot(workbench.page, 'japanese-off');
    await dashboard.getByRole('button', { name: 'プロキシを起動' }).click();
    await workbench.waitForStatus(/^Torii .*127\.0\.0\.1/);
  });
});
