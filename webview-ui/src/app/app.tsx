import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { LoginPage } from '../login/loginPage.tsx';
import { useMe } from '../pages/own/ownQueries.ts';
import { SidebarPage } from '../sidebar/sidebarPage.tsx';
import { isSignedOut } from '../transport/apiError.ts';
import type { Login } from '../transport/transport.ts';
import { type Dashboard, DashboardProvider, useDashboard } from './dashboard.tsx';
import { Deferred } from './deferred.ts';
import { DeferredPart } from './deferredPart.tsx';
import { LiveProvider } from './live.tsx';
import { NavigationProvider } from './navigation.tsx';
import { SavedProvider } from './saved.tsx';
import { Shell } from './shell.tsx';

const ownPart = new Deferred(async () => (await import('../pages/otherPages.tsx')).otherPages.own);

/** In the editor, who reads is its owner. */
function EditorPage(): ReactNode {
  const { surface } = useDashboard();
  return surface === 'sidebar' ? <SidebarPage /> : <Shell />;
}

/** At `/ui`: the login, what a key may see of itself, or everything. */
function BrowserPage({ login }: { login: Login }): ReactNode {
  const me = useMe();
  if (isSignedOut(me.error)) return <LoginPage login={login} />;
  const { role, key, own } = me.data ?? {};
  if (role === 'key' && key != null && own != null) {
    return <DeferredPart part={ownPart}>{(Page) => <Page ownKey={key} own={own} />}</DeferredPart>;
  }
  // Whether a login is needed is known in a moment; until then the page would only flash up.
  return (
    <div className={me.isPending ? 'undecided' : ''}>
      <Shell />
    </div>
  );
}

function Page(): ReactNode {
  const { login } = useDashboard().transport;
  return login === undefined ? <EditorPage /> : <BrowserPage login={login} />;
}

/** The whole dashboard, for whichever surface. */
export function App({ dashboard, client }: { dashboard: Dashboard; client: QueryClient }): ReactNode {
  return (
    <QueryClientProvider client={client}>
      <DashboardProvider value={dashboard}>
        <LiveProvider>
          <SavedProvider>
            <NavigationProvider>
              <Page />
            </NavigationProvider>
          </SavedProvider>
        </LiveProvider>
      </DashboardProvider>
    </QueryClientProvider>
  );
}
