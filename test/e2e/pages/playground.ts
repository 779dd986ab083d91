import type { Frame, Locator } from 'playwright-core';

/** The page of the dashboard that asks one or two models. */
export class Playground {
  readonly #frame: Frame;

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  async open(): Promise<void> {
    await this.#frame.locator('h1').first().waitFor();
    const pages = this.#frame.locator('.pagesButton');
    if (await pages.isVisible()) await pages.click();
    await this.#frame.getByRole('link', { name: 'Playground', exact: true }).first().click();
    await this.#frame.getByRole('heading', { name: 'Playground' }).waitFor();
  }

  get prompt(): Locator {
    return this.#frame.getByLabel('Prompt', { exact: true });
  }

  /** Asks `models`, the first and, where there is one, the second beside it. */
  async ask(prompt: string, ...models: readonly string[]): Promise<void> {
    const [first = '', second] = models;
    await this.#frame.getByLabel('Model', { exact: true }).selectOption(first);
    await this.#frame.getByLabel('Compare with').selectOption(second ?? '');
    await this.prompt.fill(prompt);
    await this.press('Send');
  }

  async press(button: string): Promise<void> {
    await this.#frame.getByRole('button', { name: button, exact: true }).click();
  }

  /** The answer of a model, in a state such as `answering` or `done`. */
  answer(model: string, state: string): Locator {
    const panel = this.#frame
      .locator('.answerPanel')
      .filter({ has: this.#frame.getByRole('heading', { name: model }) });
    return panel.filter({ has: this.#frame.getByText(state, { exact: true }) });
  }
}
