/** Pictures of the overview, traces, the playground and the side bar, and of what they show where something is amiss. */
import type { Page } from 'playwright-core';
import type { DashboardServer } from './dashboardServer.ts';
import type { Shot } from './dashboardShots.ts';
import { skeletons } from './pageShots.ts';

const ONE = '4f1c2e7a-9d3b-4c58-8e21-000000000000';
const FAILED_ONE = '4f1c2e7a-9d3b-4c58-8e21-000000000003';
const TWO_MODELS = {
  parts: {
    playground: {
      models: ['claude-sonnet-4-5', 'nova-pro'],
      system: 'You review code. Be brief.',
      prompt: 'What is wrong with `await fetch(url)` when the server answers 503?',
      temperature: '0.2',
    },
  },
};
const open = { openRequest: '4f1c2e7a-9d3b-4c58-8e21-000000000000' };
const openFailure = { openRequest: '4f1c2e7a-9d3b-4c58-8e21-000000000003' };
const FAILED = {
  state: 'failed',
  message: 'Port 4000 is taken by another program. Choose another one in the setting torii.port, or stop that program.',
};

async function hoverDay(page: Page): Promise<void> {
  const box = await page.locator('.chartBox').first().boundingBox();
  if (box !== null) await page.mouse.move(box.x + box.width * 0.68, box.y + box.height * 0.5);
}

async function walkDays(page: Page): Promise<void> {
  await page.locator('.recharts-surface').first().focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await page.locator('.tooltip').waitFor();
}

async function refuseLogin(page: Page): Promise<void> {
  await page.locator('input').fill('sk-test-wrong');
  await page.keyboard.press('Enter');
  await page.locator('.loginProblem:not(:empty)').waitFor();
}

async function openAudit(page: Page): Promise<void> {
  await page.locator('.auditPanel .rowButton').first().click();
  await page.locator('.auditValues').waitFor();
}

/** The gateway stops answering after the page has its figures. */
export async function loseGateway(page: Page, server: DashboardServer): Promise<void> {
  await page.locator('.recharts-bar-rectangle').first().waitFor();
  server.scenario = 'failing';
  await page.clock.fastForward(65_000);
  await page.locator('.banner').first().waitFor();
}

async function openTask(page: Page): Promise<void> {
  await page
    .locator('.tableBody .tableRow')
    .first()
    .click({ position: { x: 5, y: 14 } });
  await page.locator('[aria-level="2"] .rowLink').first().waitFor();
  await page.locator('[aria-level="2"]').first().focus();
  await page.keyboard.press('ArrowRight');
}

async function openColumns(page: Page): Promise<void> {
  await page.locator('.columnMenu button').click();
}

async function showTable(page: Page): Promise<void> {
  await page.locator('.contextPanel .link').click();
}

async function replay(page: Page): Promise<void> {
  await page.locator('.traceActions .codicon-refresh').click();
  await page.locator('.replayForm button[type=submit]').click();
  await page.locator('.diff').waitFor();
}

async function ask(page: Page): Promise<void> {
  await page.locator('.playgroundForm button[type=submit]').click();
  await page.locator('.answerPanel .panelTotal').first().waitFor();
}

async function openPages(page: Page): Promise<void> {
  await page.locator('.pagesButton').click();
}

export const STATE_SHOTS: readonly Shot[] = [
  { name: 'overview-dark', surface: 'browser', width: 1280 },
  { name: 'overview-light', surface: 'browser', width: 1280, theme: 'light' },
  { name: 'overview-tab-dark', surface: 'tab', width: 1280, gateway: { state: 'attached' }, act: hoverDay },
  { name: 'overview-tab-light', surface: 'tab', width: 1280, theme: 'light', saved: open },
  { name: 'overview-high-contrast', surface: 'tab', width: 1280, theme: 'high-contrast' },
  { name: 'overview-open', surface: 'browser', width: 1280, saved: openFailure, act: walkDays },
  { name: 'overview-table', surface: 'browser', width: 1280, saved: { costAsTable: true, range: 'month' } },
  { name: 'overview-today', surface: 'browser', width: 1280, saved: { range: 'today' } },
  { name: 'overview-quarter', surface: 'browser', width: 1280, saved: { range: 'quarter' } },
  {
    name: 'overview-nothing-today',
    surface: 'browser',
    width: 1280,
    saved: { range: 'today' },
    scenario: 'nothing-today',
  },
  { name: 'overview-300', surface: 'tab', width: 300, theme: 'light' },
  { name: 'audit-dark', surface: 'browser', width: 1280, route: '/settings', act: openAudit },
  { name: 'audit-360', surface: 'tab', width: 360, theme: 'light', route: '/settings', act: openAudit },
  { name: 'audit-japanese', surface: 'browser', width: 1280, language: 'ja', route: '/settings', act: openAudit },
  { name: 'overview-700', surface: 'browser', width: 700, saved: open },
  { name: 'overview-360', surface: 'tab', width: 360, saved: open },
  { name: 'overview-japanese', surface: 'browser', width: 1280, language: 'ja', theme: 'light', saved: open },
  { name: 'broken-config', surface: 'tab', width: 1280, scenario: 'broken-config' },
  { name: 'loading', surface: 'browser', width: 1280, scenario: 'slow', act: skeletons },
  { name: 'empty', surface: 'tab', width: 1280, scenario: 'empty' },
  { name: 'empty-japanese', surface: 'browser', width: 1280, scenario: 'empty', language: 'ja', theme: 'light' },
  { name: 'error', surface: 'tab', width: 1280, scenario: 'failing' },
  { name: 'offline', surface: 'browser', width: 1280, act: loseGateway },
  { name: 'login', surface: 'browser', width: 1280, height: 640, scenario: 'signed-out', act: refuseLogin },
  { name: 'login-light', surface: 'browser', width: 700, height: 560, theme: 'light', scenario: 'signed-out' },
  { name: 'tab-stopped', surface: 'tab', width: 1280, height: 420, gateway: { state: 'stopped' } },
  { name: 'tasks-dark', surface: 'browser', width: 1400, route: '/traces', act: openTask },
  { name: 'tasks-300', surface: 'tab', width: 300, route: '/traces', theme: 'light', act: openTask },
  { name: 'tasks-japanese', surface: 'tab', width: 1400, route: '/traces', theme: 'light', language: 'ja' },
  { name: 'tasks-300-japanese', surface: 'tab', width: 300, route: '/traces', language: 'ja', act: openPages },
  { name: 'tasks-high-contrast', surface: 'tab', width: 1400, route: '/traces', theme: 'high-contrast', act: openTask },
  { name: 'tasks-empty', surface: 'tab', width: 1400, route: '/traces', scenario: 'empty' },
  { name: 'tasks-error', surface: 'tab', width: 1400, route: '/traces', scenario: 'failing', theme: 'light' },
  {
    name: 'requests-light',
    surface: 'tab',
    width: 1400,
    route: '/traces?view=requests&sort=cost',
    theme: 'light',
    act: openColumns,
  },
  { name: 'requests-300', surface: 'browser', width: 300, route: '/traces?view=requests&status=failure' },
  { name: 'requests-none', surface: 'browser', width: 1400, route: '/traces?view=requests&text=x', scenario: 'empty' },
  { name: 'trace-dark', surface: 'browser', width: 1400, route: `/traces/${ONE}` },
  { name: 'trace-light', surface: 'tab', width: 1400, route: `/traces/${ONE}`, theme: 'light' },
  { name: 'trace-high-contrast', surface: 'tab', width: 1400, route: `/traces/${ONE}`, theme: 'high-contrast' },
  { name: 'trace-300', surface: 'tab', width: 300, route: `/traces/${ONE}` },
  { name: 'trace-japanese', surface: 'browser', width: 1400, route: `/traces/${ONE}`, language: 'ja', theme: 'light' },
  { name: 'trace-300-japanese', surface: 'tab', width: 300, route: `/traces/${ONE}`, language: 'ja', theme: 'light' },
  { name: 'trace-failed', surface: 'tab', width: 1400, route: `/traces/${FAILED_ONE}`, theme: 'light' },
  { name: 'task-dark', surface: 'browser', width: 1400, route: '/traces/task/task-0' },
  { name: 'task-light', surface: 'tab', width: 1400, route: '/traces/task/task-0', theme: 'light', act: showTable },
  { name: 'task-high-contrast', surface: 'tab', width: 1400, route: '/traces/task/task-0', theme: 'high-contrast' },
  { name: 'task-300', surface: 'tab', width: 300, route: '/traces/task/task-0' },
  { name: 'task-japanese', surface: 'tab', width: 1400, route: '/traces/task/task-0', language: 'ja' },
  { name: 'replay-dark', surface: 'tab', width: 1400, route: `/traces/${ONE}`, act: replay },
  { name: 'replay-300-japanese', surface: 'tab', width: 300, route: `/traces/${ONE}`, language: 'ja', act: replay },
  {
    name: 'replay-high-contrast',
    surface: 'tab',
    width: 1400,
    route: `/traces/${ONE}`,
    theme: 'high-contrast',
    act: replay,
  },
  { name: 'playground-dark', surface: 'tab', width: 1400, route: '/playground', saved: TWO_MODELS, act: ask },
  { name: 'playground-light', surface: 'browser', width: 1400, route: '/playground', theme: 'light' },
  {
    name: 'playground-high-contrast',
    surface: 'tab',
    width: 1400,
    route: '/playground',
    theme: 'high-contrast',
    saved: TWO_MODELS,
    act: ask,
  },
  {
    name: 'playground-300',
    surface: 'tab',
    width: 300,
    route: '/playground',
    theme: 'light',
    saved: TWO_MODELS,
    act: ask,
  },
  {
    name: 'playground-japanese',
    surface: 'tab',
    width: 1400,
    route: `/playground?from=${ONE}`,
    language: 'ja',
    theme: 'light',
  },
  { name: 'playground-300-japanese', surface: 'tab', width: 300, route: '/playground', language: 'ja' },
  { name: 'sidebar-dark', surface: 'sidebar', width: 300, height: 600 },
  { name: 'sidebar-light', surface: 'sidebar', width: 300, height: 600, theme: 'light' },
  {
    name: 'sidebar-japanese',
    surface: 'sidebar',
    width: 300,
    height: 600,
    language: 'ja',
    gateway: { state: 'attached' },
  },
  { name: 'sidebar-empty', surface: 'sidebar', width: 300, height: 600, scenario: 'empty' },
  { name: 'sidebar-stopped', surface: 'sidebar', width: 300, height: 300, gateway: { state: 'stopped' } },
  { name: 'sidebar-failed', surface: 'sidebar', width: 300, height: 300, theme: 'light', gateway: FAILED },
];
