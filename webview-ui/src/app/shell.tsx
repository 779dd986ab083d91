import { type ReactNode, useEffect } from 'react';
import { ConfigBanner } from '../parts/configBanner.tsx';
import { PageHead } from '../parts/pageHead.tsx';
import { useDashboard } from './dashboard.tsx';
import { DeferredPart } from './deferredPart.tsx';
import { useGateway } from './gateway.ts';
import { GatewayNotice } from './gatewayNotice.tsx';
import { isServing } from './liveState.ts';
import { useNavigation } from './navigation.tsx';
import { pageOf } from './pageOf.ts';
import { PAGES } from './pages.ts';
import { TopBar } from './topBar.tsx';

/** What surrounds every page: navigation, the state of the gateway, and what holds for all pages. */
export function Shell(): ReactNode {
  const { strings } = useDashboard();
  const { route } = useNavigation();
  const gateway = useGateway();
  const page = pageOf(route.page, PAGES);
  const title = page.title(strings);
  const stopped = gateway !== undefined && !isServing(gateway);
  const place = `${page.name}/${route.path.join('/')}`;
  useEffect(() => {
    document.title = `${title} – Torii`;
  }, [title]);
  return (
    <>
      <TopBar />
      <main className="page" id={page.name}>
        {stopped ? (
          <>
            <PageHead title={title} />
            <GatewayNotice gateway={gateway} />
          </>
        ) : (
          <>
            <ConfigBanner />
            <Place key={place}>
              <DeferredPart part={page.content}>{(render) => render(route)}</DeferredPart>
            </Place>
          </>
        )}
      </main>
    </>
  );
}

/** Made anew for each place: it begins at its top. */
function Place({ children }: { children: ReactNode }): ReactNode {
  useEffect(() => {
    // Newer browsers give back a promise, which an effect must not.
    window.scrollTo(0, 0);
  }, []);
  return children;
}
