import type { Workbench } from './workbench.ts';

const LOOK_MS = 500;
const MOST_LOOKS = 40;

/** How long Torii's activation took on the extension host's main thread, ms, as the editor itself measures it. */
export async function activationMs(workbench: Workbench): Promise<number> {
  const { page } = workbench;
  await workbench.run('Developer: Show Running Extensions');
  const list = page.locator('.runtime-extensions-editor');
  const row = list.locator('.monaco-list-row').filter({ hasText: 'Torii' }).first();
  await list.locator('.monaco-list-row').first().hover();
  // The slowest come first, and rows out of sight are not there.
  for (let looks = 0; (await row.count()) === 0; looks++) {
    if (looks === MOST_LOOKS) throw new Error('Torii is not among the running extensions.');
    await page.mouse.wheel(0, 2000);
    await row.waitFor({ timeout: LOOK_MS }).catch(() => undefined);
  }
  const text = (await row.textContent()) ?? '';
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
  return Number(/Activation: (\d+)ms/.exec(text)?.[1]);
}
