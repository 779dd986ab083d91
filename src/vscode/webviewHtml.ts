import type { Surface } from '../protocol/webview.ts';

export interface WebviewPage {
  readonly surface: Exclude<Surface, 'browser'>;
  /** The editor's display language, e.g. `ja`. */
  readonly language: string;
  /** What the editor serves the extension's own files from. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  readonly nonce: string;
}

/**
 * The page around the dashboard. Scripts run by nonce alone, and there is no `connect-src`: data comes only through
 * messages. Inline styles are allowed because charts set them.
 */
export function webviewHtml(page: WebviewPage): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource} 'unsafe-inline'`,
    `font-src ${page.cspSource} data:`,
    `img-src ${page.cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(page.language)}">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<link rel="stylesheet" href="${escapeHtml(page.style)}">
<title>Torii</title>
</head>
<body>
<div id="root" data-surface="${page.surface}" data-language="${escapeHtml(page.language)}"></div>
<script type="module" nonce="${page.nonce}" src="${escapeHtml(page.script)}"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
