import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { dashboardFrame, isShownInAFrame } from './pages/dashboard.ts';
import { ToriiSidebar } from './pages/toriiSidebar.ts';
import type { Workbench } from './pages/workbench.ts';
import { takeShot } from './support/browser.ts';
import { type EditorWindow, openWindow } from './support/editorWindow.ts';
import { askModel, homeKey } from './support/gateway.ts';
import { type Japanese, readJapanese, teachJapanese } from './support/japanese.ts';
import type { Sandbox } from './support/sandbox.ts';

const PAGES = ['traces', 'models', 'routing', 'keys', 'teams', 'errors', 'playground', 'destinations', 'settings'];
const WIDTHS = [300, 1400];
const LANGUAGES = ['en-US', 'ja-JP'];
const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/;
/** Widths are rounded. */
const MOST_OVERFLOW_PX = 1;

/** By how many px the page is wider than the window, and what reaches over its edge. */
const BEYOND_THE_EDGE = `(() => {
  const over = [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
    .map((element) => element.tagName + '.' + element.className + ' ' + (element.textContent ?? '').slice(0, 60));
  return [document.documentElement.scrollWidth - window.innerWidth, over.slice(-8).join(' | ')];
})()`;

/** The side bar takes 300 px of both. */
const WINDOWS = { wide: { width: 1400, height: 900 }, narrow: { width: 700, height: 900 } } as const;
const STEPS = ['start', 'credentials', 'test', 'cline', 'trace'];

let window: EditorWindow;
let sandbox: Sandbox;
let workbench: Workbench;

beforeAll(async () => {
  window = await openWindow({ folder: 'uploader', locale: 'ja', prepare: teachJapanese });
  ({ sandbox, workbench } = window);
  await workbench.waitForStatus(/^Torii .*127\.0\.0\.1/);
  await askModel(sandbox, 'demo-chat', 'What is a torii?');
  await askModel(sandbox, 'demo-fallback', 'Who answers?');
});

afterAll(() => window?.close());

describe.each(LANGUAGES)('the dashboard of the packed extension in %s', (locale) => {
  let context: BrowserContext;
  const complaints: string[] = [];

  beforeAll(async () => {
    context = await window.browser.newContext({ locale });
    await context.request.post(address('/ui/login'), { data: { key: await homeKey(sandbox) } });
  });

  afterAll(() => context?.close());

  const address = (path: string): string => `http://127.0.0.1:${sandbox.gatewayPort}${path}`;

  async function openPage(name: string, width: number): Promise<Page> {
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 900 });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${name} at ${width}: ${message.text()}`);
    });
    await page.goto(address(`/ui#/${name}`));
    await page.locator('h1').first().waitFor();
    await page.waitForLoadState('networkidle');
    return page;
  }

  const cases = WIDTHS.flatMap((width) =>
    ['', ...PAGES].map((name) => [name === '' ? 'overview' : name, width] as const),
  );

  it.each(cases)('shows %s at %i px, with nothing beyond its edge', async (name, width) => {
    const page = await openPage(name === 'overview' ? '' : name, width);
    await takeShot(page, `page-${name}-${width}-${locale.slice(0, 2)}`);
    const [beyond, what] = (await page.evaluate(BEYOND_THE_EDGE)) as [number, string];
    expect(beyond, `beyond the edge: ${what}`).toBeLessThanOrEqual(MOST_OVERFLOW_PX);
    const words = await page.locator('body').innerText();
    expect(JAPANESE.test(words)).toBe(locale === 'ja-JP');
    await page.close();
  });

  it('had nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});

describe('the editor of somebody who reads Japanese', () => {
  let ja: Japanese;
  let sidebar: ToriiSidebar;

  beforeAll(async () => {
    ja = await readJapanese();
    sidebar = new ToriiSidebar(workbench.page);
  });

  const seeFailure = (): void => onTestFailed(() => takeShot(workbench.page, 'japanese-failed'));

  const entry = (text: string): Locator =>
    workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();

  async function takeBoth(name: string): Promise<void> {
    for (const [size, pixels] of Object.entries(WINDOWS)) {
      await workbench.page.setViewportSize(pixels);
      await takeShot(workbench.page, `japanese-${name}-${size}`);
    }
    await workbench.page.setViewportSize(WINDOWS.wide);
  }

  it('has the state and the figures in its status bar', async () => {
    seeFailure();
    const address = `http://127.0.0.1:${sandbox.gatewayPort}`;
    await workbench.waitForStatus(ja('Torii runs in this window at {0}.', address));
    await workbench.statusItem.hover();
    const tooltip = workbench.page.locator('.workbench-hover').filter({ hasText: ja('Cost today') });
    await tooltip.filter({ hasText: ja('Saved by caching') }).waitFor();
    await takeShot(workbench.page, 'japanese-tooltip');
  });

  it('has the views', async () => {
    seeFailure();
    await sidebar.open(ja('view.models'));
    for (const view of ['fallbacks', 'traces', 'keys']) await sidebar.openView(ja(`view.${view}`));
    await sidebar.row(ja('view.traces'), '$').first().waitFor();
    await sidebar.row(ja('view.models'), ja('1 deployment')).first().waitFor();
    const usage = await dashboardFrame(workbench.page, 'sidebar');
    await usage.locator('.sidebarCost', { hasText: '$' }).waitFor();
    expect(await usage.locator('body').innerText()).toMatch(JAPANESE);
    await takeBoth('views');
  });

  it('has the commands, and what came of one', async () => {
    seeFailure();
    await workbench.page.keyboard.press('F1');
    for (const name of ['newConfigFromExample', 'replayTrace', 'backUpLedger', 'testModel']) {
      await workbench.quickInput.fill(`>Torii: ${ja(`command.${name}`)}`);
      await entry(`Torii: ${ja(`command.${name}`)}`).waitFor();
    }
    await takeShot(workbench.page, 'japanese-palette');
    await entry(ja('command.testModel')).click();
    await workbench.choose('demo-chat');
    const [works = ''] = ja('{0} works ({1}).', 'demo-chat', '|').split('|');
    await workbench
      .notification(works)
      .getByRole('button', { name: ja('Open Trace') })
      .waitFor();
    await takeShot(workbench.page, 'japanese-message');
    await workbench.dismissNotifications();
  });

  it('has the walkthrough, with the page of each step', async () => {
    seeFailure();
    await workbench.run('Welcome: Open Walkthrough');
    await workbench.choose(ja('walkthrough.title'));
    const steps = workbench.page.locator('.getting-started-step');
    for (const [index, step] of STEPS.entries()) {
      // The first one is open already.
      if (index > 0)
        await steps
          .filter({ hasText: ja(`walkthrough.${step}.title`) })
          .first()
          .click();
      const [title = ''] = (await readFile(join('media', 'walkthrough', `${step}.nls.ja.md`), 'utf8')).split('\n');
      await expect.poll(() => isShownInAFrame(workbench.page, title.replace('# ', ''))).toBe(true);
      await takeShot(workbench.page, `japanese-walkthrough-${step}`);
    }
    await takeBoth('walkthrough');
    await workbench.run('View: Close All Editors');
  });

  it('has the dashboard, and the settings', async () => {
    seeFailure();
    await workbench.run(`Torii: ${ja('command.openDashboard')}`);
    const dashboard = await dashboardFrame(workbench.page, 'tab');
    await dashboard.locator('.recharts-surface').first().waitFor();
    expect(await dashboard.locator('h1').first().innerText()).toMatch(JAPANESE);
    await takeBoth('dashboard');
    await workbench.run('Preferences: Open Settings (UI)');
    await workbench.page.locator('.settings-header .view-lines').first().click();
    await workbench.page.keyboard.type('torii.runMode');
    await workbench.page.locator('.settings-editor').getByText(ja('setting.runMode')).first().waitFor();
    await takeShot(workbench.page, 'japanese-settings');
  });
});
