/** Pictures of the pages beside the overview, traces and the playground. */
import type { Page } from 'playwright-core';
import type { Shot } from './dashboardShots.ts';

const PAGES = ['models', 'routing', 'keys', 'teams', 'errors', 'destinations', 'settings'] as const;

/** Each page at both widths, in both languages and in each kind of theme, and what it shows where there is nothing. */
const EACH_PAGE: readonly Shot[] = PAGES.flatMap((page): readonly Shot[] => {
  const route = `/${page}`;
  return [
    { name: `${page}-dark`, surface: 'browser', width: 1400, route },
    { name: `${page}-light`, surface: 'tab', width: 1400, theme: 'light', route },
    { name: `${page}-high-contrast-light`, surface: 'tab', width: 1400, theme: 'high-contrast-light', route },
    { name: `${page}-high-contrast`, surface: 'tab', width: 1400, theme: 'high-contrast', route },
    { name: `${page}-japanese`, surface: 'browser', width: 1400, language: 'ja', theme: 'light', route },
    { name: `${page}-300`, surface: 'tab', width: 300, route },
    { name: `${page}-300-japanese`, surface: 'tab', width: 300, theme: 'light', language: 'ja', route },
    { name: `${page}-empty`, surface: 'tab', width: 1000, scenario: 'empty', route },
    { name: `${page}-error`, surface: 'tab', width: 1000, scenario: 'failing', route },
    { name: `${page}-loading`, surface: 'tab', width: 1000, scenario: 'slow', route, act: skeletons },
  ];
});

/** Skeletons wait for 300 ms of real time: they are styles, not scripts. */
export async function skeletons(page: Page): Promise<void> {
  await page.waitForTimeout(600);
}

const firstRow = (page: Page) => page.locator('.tableBody [role=row]').first();

async function openRow(page: Page): Promise<void> {
  await firstRow(page).click();
  await page.locator('.tableDetail').waitFor();
}

async function openDeployment(page: Page): Promise<void> {
  await page.locator('.tableBody [role=row]').nth(1).click();
  await page.locator('.tableDetail').waitFor();
}

/** With the keyboard alone: open the row, ask to delete, and stay at the question. */
async function askToDelete(page: Page): Promise<void> {
  await firstRow(page).focus();
  await page.keyboard.press('Enter');
  await page.locator('.tableDetail .button', { hasText: /^(?:Delete|削除)$/ }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.confirm').waitFor();
}

async function createKey(page: Page): Promise<void> {
  await page.locator('.pageBar .button').click();
  await page.locator('.formBox input').nth(2).fill('ann');
  await page.locator('.formBox input[inputmode=decimal]').fill('five');
}

async function asTable(page: Page): Promise<void> {
  await page.locator('.linePanel .chartLinks .link').first().click();
  await page.locator('.linePanel table').waitFor();
}

async function narrowErrors(page: Page): Promise<void> {
  await page.locator('.barButton').first().click();
  await openRow(page);
}

async function runDoctor(page: Page): Promise<void> {
  await page.locator('.panel .button', { hasText: /^(?:Run Checks|確認を実行)$/ }).click();
  await page.locator('.doctorChecks').waitFor();
}

async function openScoreForm(page: Page): Promise<void> {
  await page.locator('.ownScore summary').click();
  await page.locator('.scoreValue input').fill('0.8');
}

const ONE_TRACE = '/traces/4f1c2e7a-9d3b-4c58-8e21-000000000000';
const TASK = '/traces/task/task-0';

/** The score form, and what an agent told of its task, at both widths. */
const SCORES: readonly Shot[] = [
  { name: 'scores', surface: 'browser', width: 1400, route: ONE_TRACE, act: openScoreForm },
  { name: 'scores-300', surface: 'tab', width: 300, theme: 'light', route: ONE_TRACE, act: openScoreForm },
  { name: 'task-scores', surface: 'tab', width: 1400, theme: 'light', language: 'ja', route: TASK, act: openScoreForm },
  { name: 'task-scores-300', surface: 'tab', width: 300, language: 'ja', route: TASK, act: openScoreForm },
];

/** What the other lists leave out: narrow, in high contrast or in Japanese. */
const CORNERS: readonly Shot[] = [
  { name: 'overview-300-japanese', surface: 'tab', width: 300, language: 'ja' },
  { name: 'overview-300-high-contrast', surface: 'tab', width: 300, theme: 'high-contrast' },
  { name: 'empty-300', surface: 'tab', width: 300, scenario: 'empty', theme: 'light' },
  { name: 'empty-high-contrast', surface: 'tab', width: 1400, scenario: 'empty', theme: 'high-contrast' },
  { name: 'error-300', surface: 'tab', width: 300, scenario: 'failing', theme: 'light' },
  { name: 'login-300', surface: 'browser', width: 300, height: 560, scenario: 'signed-out' },
  { name: 'sidebar-high-contrast', surface: 'sidebar', width: 300, height: 600, theme: 'high-contrast' },
  {
    name: 'requests-high-contrast',
    surface: 'tab',
    width: 1400,
    theme: 'high-contrast',
    route: '/traces?view=requests',
  },
  {
    name: 'requests-japanese',
    surface: 'browser',
    width: 1400,
    theme: 'light',
    language: 'ja',
    route: '/traces?view=requests',
  },
  { name: 'keys-open-300', surface: 'tab', width: 300, route: '/keys', act: openRow },
  { name: 'models-open-300', surface: 'tab', width: 300, theme: 'light', route: '/models', act: openDeployment },
  { name: 'teams-open-300', surface: 'tab', width: 300, theme: 'light', route: '/teams', act: openRow },
  { name: 'errors-open-300', surface: 'tab', width: 300, theme: 'light', route: '/errors', act: narrowErrors },
  {
    name: 'keys-open-high-contrast',
    surface: 'tab',
    width: 1400,
    theme: 'high-contrast',
    route: '/keys',
    act: openRow,
  },
];

export const PAGE_SHOTS: readonly Shot[] = [
  ...EACH_PAGE,
  ...SCORES,
  ...CORNERS,
  { name: 'overview-wide', surface: 'browser', width: 1400, act: asTable },
  { name: 'overview-hours', surface: 'tab', width: 1400, theme: 'light', saved: { range: 'today' } },
  { name: 'models-open', surface: 'browser', width: 1400, route: '/models', act: openDeployment },
  { name: 'keys-open', surface: 'browser', width: 1400, theme: 'light', route: '/keys', act: openRow },
  { name: 'keys-delete', surface: 'tab', width: 1400, route: '/keys', act: askToDelete },
  { name: 'keys-delete-300', surface: 'tab', width: 300, language: 'ja', route: '/keys', act: askToDelete },
  { name: 'keys-create', surface: 'browser', width: 1400, route: '/keys', act: createKey },
  { name: 'keys-create-300', surface: 'tab', width: 300, theme: 'light', route: '/keys', act: createKey },
  { name: 'teams-open', surface: 'browser', width: 1400, theme: 'light', route: '/teams', act: openRow },
  { name: 'errors-open', surface: 'browser', width: 1400, theme: 'light', route: '/errors', act: narrowErrors },
  { name: 'doctor', surface: 'browser', width: 1400, route: '/settings', act: runDoctor },
  {
    name: 'doctor-300',
    surface: 'tab',
    width: 300,
    language: 'ja',
    theme: 'light',
    route: '/settings',
    act: runDoctor,
  },
  { name: 'own-key', surface: 'browser', width: 1400, scenario: 'own-key' },
  { name: 'own-key-300', surface: 'browser', width: 300, theme: 'light', language: 'ja', scenario: 'own-key' },
];
