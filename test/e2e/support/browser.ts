import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
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

/** A picture to look at; `npm run pictures` takes those of the documentation from among them. */
export async function takeShot(of: Page | Locator, name: string): Promise<void> {
  const folder = join(ROOT, 'test-results');
  await mkdir(folder, { recursive: true });
  await of.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}
