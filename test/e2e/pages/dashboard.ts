import type { Frame, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Surface } from '../../../src/protocol/webview.ts';
import type { Workbench } from './workbench.ts';

const LOOK_MS = 250;
const MOST_MS = 60_000;

/** The frame that shows the dashboard on a surface. Webviews are frames within frames, so it is known by its root. */
export async function dashboardFrame(page: Page, surface: Exclude<Surface, 'browser'>): Promise<Frame> {
  for (const begun = Date.now(); Date.now() - begun < MOST_MS; ) {
    const frame = await findFrame(page, surface);
    if (frame !== undefined) return frame;
    await page.waitForEvent('framenavigated', { timeout: LOOK_MS }).catch(() => undefined);
  }
  throw new Error(`The dashboard (${surface}) does not show.`);
}

async function findFrame(page: Page, surface: string): Promise<Frame | undefined> {
  for (const frame of page.frames()) {
    const found = await frame
      .locator(`#root[data-surface="${surface}"] > *`)
      .count()
      .catch(() => 0);
    if (found > 0) return frame;
  }
  return undefined;
}

/** Web views are frames within frames: whether any of them shows the text. */
export async function isShownInAFrame(page: Page, text: string): Promise<boolean> {
  const shown = page.frames().map((frame) =>
    frame
      .getByText(text)
      .first()
      .isVisible()
      .catch(() => false),
  );
  return (await Promise.all(shown)).includes(true);
}

/** Waits until the Usage view shows the cost of today that the status bar shows. */
export async function usageAgrees({ page, statusItem }: Pick<Workbench, 'page' | 'statusItem'>): Promise<void> {
  const usage = await dashboardFrame(page, 'sidebar');
  await expect
    .poll(async () => {
      const inBar = /<?\$[\d.,]+/.exec(await statusItem.innerText())?.[0];
      return inBar !== undefined && inBar === (await usage.locator('.sidebarCost').innerText());
    })
    .toBe(true);
}
