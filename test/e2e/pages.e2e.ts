import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workbench } from './pages/workbench.ts';
import { launchBrowser, takeShot } from './support/browser.ts';
import { type CodeServer, startCodeServer } from './support/codeServer.ts';
import { askModel, homeKey } from './support/gateway.ts';
import { makeSandbox, type Sandbox } from './support/sandbox.ts';

const PAGES = ['traces', 'models', 'routing', 'keys', 'teams', 'errors', 'playground', 'destinations', 'settings'];
const WIDTHS = [300, 1400];
const LANGUAGES = ['en-US', 'ja-JP'];
const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/;
/** Widths are rounded. */
const MOST_OVERFLOW_PX = 1;

/** By how many px the page is wider than the window, and what reaches over its edge. */
const BEYOND_THE_EDGE = `(() => {
  const over = [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
    .map((element) => element.tagName + '.' + element.className + ' ' + (element.textContent ?? '').slice(0, 60));
  return [document.documentElement.scrollWidth - window.innerWidth, over.slice(-8).join(' | ')];
})()`;

describe.each(LANGUAGES)('the dashboard of the packed extension in %s', (locale) => {
  let sandbox: Sandbox;
  let codeServer: CodeServer;
  let browser: Browser;
  let context: BrowserContext;
  const complaints: string[] = [];

  beforeAll(async () => {
    sandbox = await makeSandbox({});
    codeServer = await startCodeServer(sandbox);
    browser = await launchBrowser();
    const workbench = await Workbench.open(browser, codeServer.url(await sandbox.workspace('uploader')));
    await workbench.waitForStatus(/Torii runs in this window/);
    await askModel(sandbox, 'demo-chat', 'What is a torii?');
    await askModel(sandbox, 'demo-fallback', 'Who answers?');
    context = await browser.newContext({ locale });
    await context.request.post(address('/ui/login'), { data: { key: await homeKey(sandbox) } });
  });

  afterAll(async () => {
    await browser?.close();
    await codeServer?.stop();
    await sandbox?.remove();
  });

  const address = (path: string): string => `http://127.0.0.1:${sandbox.gatewayPort}${path}`;

  async function openPage(name: string, width: number): Promise<Page> {
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 900 });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${name} at ${width}: ${message.text()}`);
    });
    await page.goto(address(`/ui#/${name}`));
    await page.locator('h1').first().waitFor();
    await page.waitForLoadState('networkidle');
    return page;
  }

  const cases = WIDTHS.flatMap((width) =>
    ['', ...PAGES].map((name) => [name === '' ? 'overview' : name, width] as const),
  );

  it.each(cases)('shows %s at %i px, with nothing beyond its edge', async (name, width) => {
    const page = await openPage(name === 'overview' ? '' : name, width);
    await takeShot(page, `page-${name}-${width}-${locale.slice(0, 2)}`);
    const [beyond, what] = (await page.evaluate(BEYOND_THE_EDGE)) as [number, string];
    expect(beyond, `beyond the edge: ${what}`).toBeLessThanOrEqual(MOST_OVERFLOW_PX);
    const words = await page.locator('body').innerText();
    expect(JAPANESE.test(words)).toBe(locale === 'ja-JP');
    await page.close();
  });

  it('had nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});
