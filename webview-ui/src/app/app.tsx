import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useStatus } from '../api/queries.ts';
import { LoginPage } from '../login/loginPage.tsx';
import { SidebarPage } from '../sidebar/sidebarPage.tsx';
import { isSignedOut } from '../transport/apiError.ts';
import { type Dashboard, DashboardProvider, useDashboard } from './dashboard.tsx';
import { LiveProvider } from './live.tsx';
import { NavigationProvider } from './navigation.tsx';
import { SavedProvider } from './saved.tsx';
import { Shell } from './shell.tsx';

function Page(): ReactNode {
  const { surface, transport } = useDashboard();
  const { error, isPending } = useStatus();
  if (surface === 'sidebar') return <SidebarPage />;
  if (transport.login !== undefined && isSignedOut(error)) return <LoginPage login={transport.login} />;
  // Whether a login is needed is known in a moment; until then the page would only flash up.
  const undecided = transport.login !== undefined && isPending;
  return (
    <div className={undecided ? 'undecided' : ''}>
      <Shell />
    </div>
  );
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
