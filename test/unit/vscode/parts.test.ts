import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DashboardParts } from '../../../src/protocol/dashboardPage.ts';
import { isDashboardPath } from '../../../src/protocol/dashboardPaths.ts';
import { baseUrlOf } from '../../../src/vscode/address.ts';
import { forwardedPath } from '../../../src/vscode/forwardedPath.ts';
import { cacheHitPercent, formatCost, formatPrice } from '../../../src/vscode/money.ts';
import { Refresher } from '../../../src/vscode/refresher.ts';
import { SseParser } from '../../../src/vscode/sseParser.ts';
import { webviewHtml } from '../../../src/vscode/webviewHtml.ts';

describe('the base URL', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:4000'],
    ['localhost', 'http://localhost:4000'],
    ['0.0.0.0', 'http://127.0.0.1:4000'],
    ['::', 'http://127.0.0.1:4000'],
    ['::1', 'http://[::1]:4000'],
  ])('of a gateway bound to %s is %s', (host, url) => {
    expect(baseUrlOf(host, 4000)).toBe(url);
  });
});

describe('money in the status bar', () => {
  it.each([
    [0, '$0.00'],
    [1, '<$0.0001'],
    [18_900_000, '$0.0189'],
    [480_000_000, '$0.48'],
    [1_240_000_000, '$1.24'],
    [1_234_567_890_000, '$1234.57'],
  ])('%d nano-USD reads %s', (nano, text) => {
    expect(formatCost(nano)).toBe(text);
  });

  it('writes prices as price lists do', () => {
    expect([3, 15, 0.25, 0.0375].map(formatPrice)).toEqual(['$3', '$15', '$0.25', '$0.0375']);
  });

  it('counts cache reads against all input', () => {
    expect(cacheHitPercent({ inputTokens: 5, cacheReadTokens: 90, cacheWriteTokens: 5 })).toBe(90);
    expect(cacheHitPercent({ inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 })).toBe(undefined);
  });
});

describe('paths that the dashboard may ask for', () => {
  it.each(['/torii/status', '/torii/requests?limit=5&model=a%2Fb', '/torii/requests/call-1', '/key/list'])(
    '%s',
    (path) => {
      expect(forwardedPath(path)).toBe(path);
    },
  );

  it.each([
    '/torii',
    '/toriix/status',
    '/torii/shutdown',
    '/v1/embeddings',
    'torii/../spend/logs',
    '/torii/../spend/logs',
    '/torii/%2e%2e/spend/logs',
    '/torii/..%2fkey/list',
    '/torii/..\\spend/logs',
    '//evil.example/torii/status',
    'http://evil.example/torii/status',
    '',
  ])('not %j', (path) => {
    expect(forwardedPath(path)).toBe(undefined);
  });

  it('never leave the dashboard’s own, whatever the page asks for', () => {
    const pieces = fc.array(
      fc.constantFrom('/', '..', '.', '%2e', '%2f', '\\', '//', 'torii', 'key', '?', '#', '@', ':', '\t'),
    );
    fc.assert(
      fc.property(
        pieces.map((parts) => `/torii${parts.join('')}`),
        (path) => {
          const forwarded = forwardedPath(path);
          if (forwarded === undefined) return;
          const url = new URL(`http://127.0.0.1:4000${forwarded}`);
          expect(isDashboardPath(url.pathname)).toBe(true);
          expect(url.host).toBe('127.0.0.1:4000');
        },
      ),
    );
  });
});

describe('server-sent events', () => {
  it('are read whole, however the bytes arrive', () => {
    const text = ': hello\n\ndata: {"a":1}\n\nevent: x\ndata: one\ndata: two\r\n\r\n: ping\n\ndata: cut off';
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 }), (cuts) => {
        const parser = new SseParser();
        const ends = [...cuts.toSorted((a, b) => a - b), text.length];
        const events = ends.flatMap((end, index) => parser.push(text.slice(ends[index - 1] ?? 0, end)));
        expect(events).toEqual(['{"a":1}', 'one\ntwo']);
      }),
    );
  });
});

describe('a refresher', () => {
  it('reads once more after a read, however many calls came meanwhile', async () => {
    let reads = 0;
    const release: (() => void)[] = [];
    const refresher = new Refresher(() => {
      reads += 1;
      return new Promise((resolve) => release.push(resolve));
    });
    for (let calls = 0; calls < 5; calls += 1) refresher.request();
    expect(reads).toBe(1);
    release.pop()?.();
    await Promise.resolve().then(() => undefined);
    await expect.poll(() => reads).toBe(2);
    release.pop()?.();
    await expect.poll(() => release).toEqual([]);
    expect(reads).toBe(2);
  });

  it('goes on after a read that failed', async () => {
    let reads = 0;
    const refresher = new Refresher(async () => {
      reads += 1;
      throw new Error('no');
    });
    refresher.request();
    await expect.poll(() => reads).toBe(1);
    refresher.request();
    await expect.poll(() => reads).toBe(2);
  });
});

describe('the page around the dashboard', () => {
  const parts: DashboardParts = {
    style: '.tile{}',
    styleHash: 'x',
    script: 'boot-AAAA2222.js',
    languages: [
      {
        language: 'ja',
        preloads: ['start-BBBB3333.js'],
        frames: [{ surface: 'sidebar', html: '<p>今日</p>' }],
      },
    ],
  };
  const html = webviewHtml(parts, {
    surface: 'sidebar',
    language: 'ja',
    cspSource: 'https://cdn.example',
    folder: 'https://cdn.example/ui?a=1&b="2"/',
    nonce: 'abc',
  });

  it('runs only the script with the nonce, and has no network', () => {
    expect(html).toContain("default-src 'none'; script-src 'nonce-abc';");
    expect(html).not.toMatch(/connect-src|unsafe-eval/);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('<script type="module" nonce="abc" src="https://cdn.example/ui');
  });

  it('shows the frame before any script runs, and loads ahead what the first page needs', () => {
    expect(html).toContain('<div id="frame"><p>今日</p></div>');
    expect(html).toContain('<link rel="modulepreload" nonce="abc" href="https://cdn.example/ui');
    expect(html).toContain('start-BBBB3333.js">');
  });

  it('says where it is shown and in which language', () => {
    expect(html).toContain('<div id="root" data-surface="sidebar" data-language="ja" data-role="admin">');
  });

  it('escapes what it is given', () => {
    expect(html).toContain('ui?a=1&amp;b=&quot;2&quot;/boot-AAAA2222.js');
  });
});
