import { type ReactNode, useLayoutEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/queries.ts';
import { App } from './app/app.tsx';
import type { Dashboard } from './app/dashboard.tsx';
import type { FoundPage } from './app/foundPage.ts';
import { pageOf } from './app/pageOf.ts';
import { PAGES } from './app/pages.ts';
import { parseRoute } from './app/route.ts';
import { createFormatter } from './format/formatter.ts';
import { localeFor } from './strings/languages.ts';
import type { Strings } from './strings/strings.ts';

function toDashboard(boot: FoundPage, strings: Strings): Dashboard {
  const { transport, early, surface, timeZone, isAdmin, language } = boot;
  const format = createFormatter(localeFor(language), timeZone, strings.units);
  return { transport, early, strings, format, surface, timeZone, isAdmin, now: () => Date.now() };
}

/** The frame that came with the page goes in the moment in which the page itself stands there. */
function Framed({ children }: { children: ReactNode }): ReactNode {
  useLayoutEffect(() => document.getElementById('frame')?.remove(), []);
  return children;
}

/** Loads what the reader will look for next while there is nothing else to do; then it is there without a gateway, too. */
function loadPagesAtLeisure(): void {
  requestIdleCallback(() => {
    for (const { content } of PAGES) content.request().catch(() => undefined);
  });
}

/** Draws the page that the reader wants to see, as soon as its files are there. */
export async function start(boot: FoundPage, strings: Strings): Promise<void> {
  document.documentElement.lang = boot.language;
  // What cannot be loaded says so on the page.
  if (boot.surface !== 'sidebar')
    await pageOf(parseRoute(boot.route).page, PAGES)
      .content.request()
      .catch(() => undefined);
  createRoot(boot.root).render(
    <Framed>
      <App dashboard={toDashboard(boot, strings)} client={createQueryClient()} />
    </Framed>,
  );
  if (boot.surface !== 'sidebar') loadPagesAtLeisure();
}
