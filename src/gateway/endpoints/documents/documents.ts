import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { GatewayContext } from '../../context.ts';
import type { RouteBook } from '../../routeBook.ts';
import { pathOf, toOpenApi } from './openApi.ts';
import { areaOf, summaryOf } from './routeSummaries.ts';

/** `/openapi.json` and a page that shows it. They tell what any reader of the code knows, and nothing of this gateway. */
export function registerDocuments(server: FastifyInstance, context: GatewayContext, book: RouteBook): void {
  const config = { open: true };
  server.get('/openapi.json', { config }, () => toOpenApi(book.routes, context.identity.version));
  server.get('/docs', { config }, (_request, reply) => {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .headers({
        'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
      .type('text/html; charset=utf-8')
      .send(page(book, nonce));
  });
}

function page(book: RouteBook, nonce: string): string {
  const areas = new Map<string, string[]>();
  for (const { method, url, open } of book.routes) {
    const row = `<tr><td><code>${method}</code></td><td><code>${escapeHtml(pathOf(url))}</code></td><td>${escapeHtml(summaryOf(method, url))}</td><td>${open ? 'open' : 'key'}</td></tr>`;
    areas.set(areaOf(url), [...(areas.get(areaOf(url)) ?? []), row]);
  }
  const sections = [...areas].map(([area, rows]) => `<h2>${escapeHtml(area)}</h2>\n<table>${rows.join('\n')}</table>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Torii: API</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
td { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .3rem .6rem; vertical-align: top; }
td:first-child { width: 5rem; }
td:last-child { width: 4rem; }
</style></head>
<body><h1>Torii: API</h1>
<p>The machine-readable form is <a href="openapi.json">openapi.json</a>. A key goes into <code>Authorization: Bearer</code>, <code>x-litellm-api-key</code> or <code>x-api-key</code>.</p>
${sections.join('\n')}
</body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
