import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const START_DEADLINE_MS = 120_000;
const PALETTE_MS = 7_000;
/** A machine that does other things besides is slow, not wrong. */
const PATIENCE_MS = 60_000;
const PALETTE_TRIES = 9;

/** One window of the editor. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, url: string, locale = 'en-US'): Promise<Workbench> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(url, { timeout: START_DEADLINE_MS });
    const workbench = new Workbench(page);
    await workbench.statusItem.waitFor({ timeout: START_DEADLINE_MS });
    return workbench;
  }

  /** Torii's item in the status bar. */
  get statusItem(): Locator {
    return this.page.locator('.statusbar-item[id$="torii.status"]');
  }

  /** Waits until the item in the status bar says so, e.g. `Torii runs in this window`. */
  async waitForStatus(label: string | RegExp): Promise<void> {
    await this.statusItem.getByRole('button', { name: label }).waitFor();
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-list-item').filter({ hasText: text });
  }

  /** Runs a command from the palette. A web view that has just loaded takes the focus, and closes the palette: then once more. */
  async run(command: string): Promise<void> {
    for (let tries = 1; ; tries++) {
      await this.page.keyboard.press('F1');
      try {
        await this.quickInput.fill(`>${command}`, { timeout: PALETTE_MS });
        return await this.#entry(command).click({ timeout: PALETTE_MS });
      } catch (thrown) {
        if (tries === PALETTE_TRIES) throw thrown;
      }
    }
  }

  /** Takes the entry of the open pick list that starts with the label. */
  async choose(label: string): Promise<void> {
    await this.#entry(label).click();
  }

  #entry(label: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first();
  }

  /** Types into the input box with this title, and takes it. */
  async answer(title: string, text: string): Promise<void> {
    await this.page.locator('.quick-input-title').filter({ hasText: title }).waitFor();
    await this.quickInput.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** What a command has copied, without its line breaks: pasted into the palette, as a user would. */
  async clipboard(): Promise<string> {
    await this.page.keyboard.press('F1');
    await this.quickInput.fill('');
    await this.page.keyboard.press('Control+V');
    const text = await this.quickInput.inputValue();
    await this.page.keyboard.press('Escape');
    return text;
  }

  /** Presses a button of a notification, which then goes. */
  async press(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).getByRole('button', { name: button }).first().click();
  }

  /** Opens the menu of quick fixes. The Problems panel asks for them after it shows a problem; before, the key does nothing. */
  async askForFixes(fix: Locator): Promise<void> {
    await this.#pressUntil(fix, ['Control+.']);
  }

  /** Shows what is known of the first word on the line of the cursor. */
  async askForHover(hover: Locator): Promise<void> {
    await this.#pressUntil(hover, ['Home', 'Control+K', 'Control+I']);
  }

  async #pressUntil(shown: Locator, keys: readonly string[]): Promise<void> {
    const pressed = async (): Promise<boolean> => {
      for (const key of keys) await this.page.keyboard.press(key);
      return await shown.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    };
    await expect.poll(pressed).toBe(true);
  }

  /** Answers a question that stands in the way of everything else. */
  async confirm(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).click();
  }

  /** Takes the path that the editor's own dialog proposes, as soon as it has. */
  async acceptPath(): Promise<void> {
    await expect.poll(() => this.quickInput.inputValue()).toContain('/');
    await this.page.keyboard.press('Enter');
  }

  /** The text of the editor that is open, without what is scrolled out of sight. Blanks are of the editor's own kind. */
  async shownText(): Promise<string> {
    return (await this.page.locator('.monaco-editor .view-lines').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  async dismissNotifications(): Promise<void> {
    await this.run('Notifications: Clear All Notifications');
    await this.page.locator('.notification-list-item').first().waitFor({ state: 'hidden' });
  }
}
