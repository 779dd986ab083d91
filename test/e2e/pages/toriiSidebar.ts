import type { Locator, Page } from 'playwright-core';

/** Torii's container in the side bar. */
export class ToriiSidebar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** `models` is the title of that view in the editor's language. */
  async open(models = 'Models'): Promise<void> {
    const tab = this.#page.locator('.activitybar').getByRole('tab', { name: 'Torii' });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await this.#page.locator('.sidebar .pane-header').filter({ hasText: models }).waitFor();
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

  /** Opens one of the container's views, by the title in its header. */
  async openView(title: string): Promise<void> {
    const header = this.#header(title);
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  }

  /** A row of the view with this title. */
  row(view: string, text: string | RegExp): Locator {
    const header = this.#page.locator('.pane-header').filter({ has: this.#page.getByText(view, { exact: true }) });
    const pane = this.#page.locator('.sidebar .pane').filter({ has: header });
    return pane.locator('.monaco-list-row').filter({ hasText: text });
  }

  async expandRow(row: Locator): Promise<void> {
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
  }

  /** Presses one of the buttons that a row shows when the pointer is over it. */
  async act(view: string, text: string, action: string): Promise<void> {
    const row = this.row(view, text).first();
    await row.hover();
    await row.getByRole('button', { name: action }).first().click();
  }

  /** Drags a row with the mouse, and drops it on another one. */
  async drag(view: string, from: string, to: string): Promise<void> {
    await this.row(view, from).first().dragTo(this.row(view, to).first());
  }

  #header(title: string): Locator {
    return this.#page.locator('.sidebar .pane-header').filter({ has: this.#page.getByText(title, { exact: true }) });
  }
}
