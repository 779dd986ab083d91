import { type DashboardParts, dashboardPage } from '../protocol/dashboardPage.ts';
import type { Surface } from '../protocol/webview.ts';

export interface WebviewPage {
  readonly surface: Exclude<Surface, 'browser'>;
  /** The editor's display language, e.g. `ja`. */
  readonly language: string;
  /** What the editor serves the extension's own files from. */
  readonly cspSource: string;
  /** Address of the folder with the scripts, with its last slash. */
  readonly folder: string;
  readonly nonce: string;
}

/**
 * The page around the dashboard. Scripts run by nonce alone, which a module hands on to those it imports, and there is no
 * `connect-src`: data comes only through messages. Inline styles are allowed because charts set them.
 */
export function webviewHtml(parts: DashboardParts, page: WebviewPage): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource} 'unsafe-inline'`,
    `font-src ${page.cspSource} data:`,
    `img-src ${page.cspSource} data:`,
  ].join('; ');
  const { surface, language, folder, nonce } = page;
  return dashboardPage(parts, { surface, language, folder, nonce, policy, isAdmin: true });
}
