/** Pictures of forms, of questions before something is done, and of what is said after it. */
import type { Page } from 'playwright-core';
import type { DashboardServer } from './dashboardServer.ts';
import type { Shot } from './dashboardShots.ts';
import { skeletons } from './pageShots.ts';

const ONE_TRACE = '/traces/4f1c2e7a-9d3b-4c58-8e21-000000000000';
const FAILED = {
  state: 'failed',
  message: 'Port 4000 is taken by another program. Choose another one in the setting torii.port, or stop that program.',
};

async function openRow(page: Page, list: string, row: number): Promise<void> {
  await page.locator(`${list} .tableBody [role=row]`).nth(row).click();
  await page.locator(`${list} .tableDetail`).waitFor();
}

/** Presses what stands in an open row, by its words in either language. */
async function press(page: Page, words: RegExp, within = '.tableDetail'): Promise<void> {
  await page.locator(`${within} .button`, { hasText: words }).first().click();
}

const EDIT = /^(?:Edit|編集)$/;
const DELETE = /^(?:Delete|削除)$/;

async function editKey(page: Page): Promise<void> {
  await openRow(page, '', 1);
  await press(page, EDIT);
  await page.locator('.tableDetail .formBox').waitFor();
}

async function rotateKey(page: Page): Promise<void> {
  await openRow(page, '', 0);
  await press(page, /^(?:Rotate|再発行)$/);
  await page.locator('.confirm select').waitFor();
}

async function makeKey(page: Page): Promise<void> {
  await page.locator('.pageBar .button').click();
  await page.locator('.formBox input').first().fill('nightly');
  await page.keyboard.press('Enter');
  await page.locator('.secretBox').waitFor();
}

async function unblockKey(page: Page): Promise<void> {
  await openRow(page, '', 5);
  await press(page, /^(?:Unblock|ブロック解除|解除)/);
  await page.locator('.actionNote').waitFor();
}

/** The gateway refuses a change. */
export async function refuseChange(page: Page, server: DashboardServer): Promise<void> {
  await openRow(page, '', 5);
  server.scenario = 'failing';
  await press(page, /^(?:Unblock|ブロック解除|解除)/);
  await page.locator('.actionNote.failed').waitFor();
}

async function createTeam(page: Page): Promise<void> {
  await page.locator('.groupPanel .button').first().click();
  await page.locator('.formBox input').first().fill('Research');
}

async function createUser(page: Page): Promise<void> {
  await page.locator('.groupPanel').nth(1).locator('.button').first().click();
  await page.locator('.formBox input').nth(1).fill('yoko@example.com');
}

async function editUser(page: Page): Promise<void> {
  await openRow(page, '.groupPanel:nth-of-type(2)', 1);
  await press(page, EDIT);
  await page.locator('.tableDetail .formBox').waitFor();
}

async function deleteTeam(page: Page): Promise<void> {
  await openRow(page, '.groupPanel:nth-of-type(1)', 1);
  await press(page, DELETE);
  await page.locator('.confirm').waitFor();
}

async function removeMember(page: Page): Promise<void> {
  await openRow(page, '.groupPanel:nth-of-type(1)', 0);
  await press(page, /^(?:Remove|外す)$/, '.memberBox');
  await page.locator('.confirm').waitFor();
}

async function moveFallback(page: Page): Promise<void> {
  await page.locator('.chainList .codicon-chevron-down').first().click();
  await page.locator('.actionNote').waitFor();
}

async function askToVacuum(page: Page): Promise<void> {
  await page.locator('.panel .button', { hasText: /^(?:Vacuum|最適化)$/ }).click();
  await page.locator('.confirm').waitFor();
}

async function backUp(page: Page): Promise<void> {
  await page.locator('.panel .button', { hasText: /^(?:Back Up|バックアップ)$/ }).click();
  await page.locator('.actionNote').waitFor();
}

async function testModel(page: Page): Promise<void> {
  await page
    .locator('.tableBody .link', { hasText: /^(?:Test|テスト)$/ })
    .first()
    .click();
  await page.locator('.actionNote').waitFor();
}

async function testDestinations(page: Page): Promise<void> {
  for (const place of [0, 1]) {
    await page
      .locator('.destination')
      .nth(place)
      .locator('.button', { hasText: /^(?:Test|テスト)$/ })
      .click();
    await page.locator('.destination').nth(place).locator('.actionNote').waitFor();
  }
}

async function usePassword(page: Page): Promise<void> {
  await page.locator('.login .link').click();
  await page.locator('input[name=username]').waitFor();
}

export const FORM_SHOTS: readonly Shot[] = [
  { name: 'keys-edit', surface: 'tab', width: 1400, route: '/keys', act: editKey },
  { name: 'keys-rotate', surface: 'tab', width: 300, route: '/keys', act: rotateKey },
  { name: 'keys-made', surface: 'browser', width: 1400, route: '/keys', act: makeKey },
  { name: 'keys-unblocked', surface: 'tab', width: 1400, theme: 'light', route: '/keys', act: unblockKey },
  { name: 'keys-refused', surface: 'tab', width: 300, route: '/keys', scenario: 'used', act: refuseChange },
  { name: 'teams-create', surface: 'browser', width: 1400, route: '/teams', act: createTeam },
  { name: 'teams-create-user', surface: 'tab', width: 300, theme: 'light', route: '/teams', act: createUser },
  { name: 'teams-edit-user', surface: 'tab', width: 1400, theme: 'light', route: '/teams', act: editUser },
  { name: 'teams-delete', surface: 'tab', width: 300, route: '/teams', act: deleteTeam },
  { name: 'teams-remove-member', surface: 'tab', width: 1400, route: '/teams', act: removeMember },
  { name: 'routing-moved', surface: 'tab', width: 1400, route: '/routing', act: moveFallback },
  { name: 'settings-vacuum', surface: 'browser', width: 300, language: 'ja', route: '/settings', act: askToVacuum },
  {
    name: 'settings-backed-up',
    surface: 'tab',
    width: 1400,
    theme: 'light',
    language: 'ja',
    route: '/settings',
    act: backUp,
  },
  { name: 'models-tested', surface: 'tab', width: 1400, route: '/models', act: testModel },
  {
    name: 'destinations-tested',
    surface: 'tab',
    width: 1400,
    language: 'ja',
    route: '/destinations',
    act: testDestinations,
  },
  {
    name: 'overview-custom',
    surface: 'browser',
    width: 1400,
    saved: { range: { name: 'custom', first: '2026-11-02', last: '2026-11-12' } },
  },
  { name: 'login-password', surface: 'browser', width: 700, height: 560, scenario: 'signed-out', act: usePassword },
  { name: 'trace-error', surface: 'tab', width: 1400, language: 'ja', scenario: 'failing', route: ONE_TRACE },
  { name: 'trace-loading', surface: 'tab', width: 300, scenario: 'slow', route: ONE_TRACE, act: skeletons },
  { name: 'task-error', surface: 'tab', width: 1400, scenario: 'failing', route: '/traces/task/task-0' },
  { name: 'playground-error', surface: 'tab', width: 1400, scenario: 'failing', route: '/playground' },
  { name: 'tab-failed', surface: 'tab', width: 1400, height: 420, theme: 'light', gateway: FAILED },
  { name: 'tab-starting', surface: 'tab', width: 300, height: 420, gateway: { state: 'starting' } },
  { name: 'sidebar-loading', surface: 'sidebar', width: 300, height: 600, scenario: 'slow', act: skeletons },
  { name: 'sidebar-error', surface: 'sidebar', width: 300, height: 600, scenario: 'failing' },
  { name: 'sidebar-starting', surface: 'sidebar', width: 300, height: 300, gateway: { state: 'starting' } },
];
