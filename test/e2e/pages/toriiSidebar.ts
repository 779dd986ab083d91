import type { Locator, Page } from 'playwright-core';

/** Torii's container in the side bar. */
export class ToriiSidebar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    const tab = this.#page.locator('.activitybar').getByRole('tab', { name: 'Torii' });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await this.#page.locator('.sidebar .pane-header').filter({ hasText: 'Models' }).waitFor();
  }

  /** A row of the tree of models. */
  model(label: string | RegExp): Locator {
    return this.#page.locator('.sidebar .tree-explorer-viewlet-tree-view .monaco-list-row').filter({ hasText: label });
  }

  async expand(label: string): Promise<void> {
    const row = this.model(label).first();
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
  }
}
