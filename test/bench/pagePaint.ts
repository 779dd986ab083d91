import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';

/** In the page: marks the moment in which the first figure stands there. */
const WATCH_FIGURES = `
  const observer = new MutationObserver(() => {
    if (!/\\d/.test(document.querySelector('.tileValue')?.textContent ?? '')) return;
    observer.disconnect();
    performance.mark('overview');
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });`;

/** All in ms since the navigation began. */
export interface Paint {
  /** The page itself has arrived. */
  readonly page: number;
  readonly firstPaint: number;
  /** The last script without which nothing is asked for has arrived. */
  readonly script: number;
  readonly overview: number;
  /** First paint of the page that only says "hello". */
  readonly hello: number;
}

export interface HelloPage {
  readonly url: string;
  close(): void;
}

/** A page that only says "hello": what a machine takes to paint anything at all. */
export async function startHelloPage(): Promise<HelloPage> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>hello</title><p>hello</p>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => void server.close() };
}

/** Opens `/ui` in a browser context without a cache, logged in, and the other page after it. */
export async function timeOnePage(
  browser: Browser,
  gateway: { readonly baseUrl: string; readonly key: string },
  hello: HelloPage,
): Promise<Paint> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.request.post(`${gateway.baseUrl}/ui/login`, { data: { key: gateway.key } });
  const page = await context.newPage();
  await page.addInitScript(WATCH_FIGURES);
  await page.goto(`${gateway.baseUrl}/ui/`);
  await page.locator('.tileValue', { hasText: /\d/ }).first().waitFor();
  const times = await readTimes(page);
  await page.goto(hello.url);
  const floor = await readTimes(page);
  await context.close();
  return { ...times, hello: floor.firstPaint };
}

/** The paint is told a moment after it has happened. */
async function readTimes(page: Page): Promise<Omit<Paint, 'hello'>> {
  await page.waitForFunction("performance.getEntriesByName('first-contentful-paint').length > 0");
  return page.evaluate<Omit<Paint, 'hello'>>(`
    const find = (name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
    const overview = find('overview');
    const ends = performance.getEntriesByType('resource')
      .filter(({ name, startTime }) => name.endsWith('.js') && !(startTime > overview))
      .map(({ startTime, duration }) => startTime + duration)
      .filter((end) => !(end > overview));
    ({
      page: performance.getEntriesByType('navigation')[0].responseEnd,
      firstPaint: find('first-contentful-paint'),
      script: Math.max(...ends),
      overview,
    })`);
}
