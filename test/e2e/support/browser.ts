import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ensureChromium } from '../../tools/install.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureChromium(), args: ARGUMENTS });
}

/** `TORII_KEEP_SHOTS=1` renews the pictures of the documentation; otherwise they are only there to look at. */
export async function takeShot(page: Page, name: string): Promise<void> {
  const keep = process.env['TORII_KEEP_SHOTS'] === '1';
  const folder = keep ? join(ROOT, 'docs', 'images', 'e2e') : join(ROOT, 'test-results');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}
