/** The page around the dashboard, for the browser and for the editor's webviews: made of what the build left in `page.json`. */
import { z } from 'zod';
import { type Surface, surfaces } from './webview.ts';

export const languages = ['en', 'ja'] as const;

/** Beside the scripts, in the folder `ui`. */
export const PARTS_FILE = 'page.json';

export const dashboardPartsSchema = z.object({
  /** CSS of the whole dashboard. */
  style: z.string(),
  /** SHA-256 of the style, base64: what a content security policy knows it by. */
  styleHash: z.string(),
  /** File name of the script that starts everything. */
  script: z.string(),
  languages: z.array(
    z.object({
      language: z.enum(languages),
      /** File names of the scripts that the first page needs. */
      preloads: z.array(z.string()),
      /** HTML of the first paint. */
      frames: z.array(z.object({ surface: z.enum(surfaces), html: z.string() })),
    }),
  ),
});
export type DashboardParts = z.infer<typeof dashboardPartsSchema>;

export interface DashboardPage {
  readonly surface: Surface;
  /** A language tag such as `ja-JP`. */
  readonly language: string;
  /** Goes before each file name: '' where the scripts are beside the page. */
  readonly folder: string;
  /** For the scripts; undefined where their place alone is trusted. */
  readonly nonce?: string;
  /** A policy that comes with the page itself. */
  readonly policy?: string;
  /** Whether the reader is known to be an administrator; in the editor the reader is the owner. */
  readonly isAdmin: boolean;
}

/** The language of the dashboard for a language tag such as `ja-JP`, or a browser's whole `accept-language`. */
export function pageLanguage(tag: string): (typeof languages)[number] {
  return tag.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}

/** The whole document. Where it is not known who reads, there is no frame: it would show what a login hides. */
export function dashboardPage(parts: DashboardParts, page: DashboardPage): string {
  const { surface, folder, isAdmin, policy } = page;
  const language = pageLanguage(page.language);
  const words = parts.languages.find((one) => one.language === language);
  const nonce = page.nonce === undefined ? '' : ` nonce="${escapeHtml(page.nonce)}"`;
  const address = (name: string): string => escapeHtml(`${folder}${name}`);
  const links = (words?.preloads ?? []).map((name) => `<link rel="modulepreload"${nonce} href="${address(name)}">`);
  const html = words?.frames.find((one) => one.surface === surface)?.html;
  const frame = isAdmin && html !== undefined ? `<div id="frame">${html}</div>\n` : '';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${policy === undefined ? '' : `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">\n`}<title>Torii</title>
<link rel="icon" href="data:,">
<style>${parts.style}</style>
${links.join('\n')}
<script type="module"${nonce} src="${address(parts.script)}"></script>
</head>
<body>
${frame}<div id="root" data-surface="${surface}" data-language="${language}"${isAdmin ? ' data-role="admin"' : ''}></div>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
