import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Surface } from '../../src/protocol/webview.ts';
import { EarlyAnswers } from './api/early.ts';
import { type Dashboard, DashboardProvider } from './app/dashboard.tsx';
import { LiveProvider } from './app/live.tsx';
import { NavigationProvider } from './app/navigation.tsx';
import { SavedProvider } from './app/saved.tsx';
import { TopBar } from './app/topBar.tsx';
import { createFormatter } from './format/formatter.ts';
import { SidebarPage } from './sidebar/sidebarPage.tsx';
import { en } from './strings/en.ts';
import { ja } from './strings/ja.ts';
import { localeFor } from './strings/languages.ts';
import type { Transport } from './transport/transport.ts';

const never = (): Promise<never> => new Promise(() => undefined);
const nothing = (): void => undefined;

/** Nobody answers while the frame is drawn. */
function silentTransport(surface: Surface): Transport {
  return {
    get: never,
    send: never,
    stream: never,
    compare: undefined,
    saveFile: nothing,
    openDashboard: undefined,
    subscribe: () => nothing,
    loadState: () => null,
    saveState: nothing,
    runCommand: undefined,
    exportUsage: undefined,
    login: surface === 'browser' ? { signIn: never, signOut: never } : undefined,
  };
}

function toDashboard(language: string, surface: Surface): Dashboard {
  const transport = silentTransport(surface);
  const strings = language === 'ja' ? ja : en;
  const timeZone = 'UTC';
  const format = createFormatter(localeFor(language), timeZone, strings.units);
  const early = new EarlyAnswers(transport);
  return { transport, early, strings, format, surface, timeZone, isAdmin: true, now: () => 0 };
}

/** What every page of the dashboard begins with, before anything is known. */
function Frame({ surface }: { surface: Surface }): ReactNode {
  if (surface === 'sidebar') return <SidebarPage />;
  return (
    <>
      <TopBar />
      <main className="page" />
    </>
  );
}

/** The first paint of a surface as HTML: the build puts it into the page. It names no page as the current one. */
export function frameHtml(language: string, surface: Surface): string {
  const html = renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <DashboardProvider value={toDashboard(language, surface)}>
        <LiveProvider>
          <SavedProvider>
            <NavigationProvider>
              <Frame surface={surface} />
            </NavigationProvider>
          </SavedProvider>
        </LiveProvider>
      </DashboardProvider>
    </QueryClientProvider>,
  );
  return html.replaceAll(' aria-current="page"', '');
}
