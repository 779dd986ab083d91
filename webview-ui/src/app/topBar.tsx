import { type ReactNode, type RefObject, useCallback, useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { useDismiss } from '../parts/useDismiss.ts';
import { useDashboard } from './dashboard.tsx';
import { GatewayLine } from './gatewayLine.tsx';
import { RouteLink, useNavigation } from './navigation.tsx';
import { pageOf } from './pageOf.ts';
import { PAGES } from './pages.ts';
import { formatRoute, type Route } from './route.ts';
import { SignOut } from './signOut.tsx';

function PageLinks(): ReactNode {
  const { strings } = useDashboard();
  const { route } = useNavigation();
  const current = pageOf(route.page, PAGES).name;
  return (
    <ul>
      {PAGES.map(({ name, title }) => (
        <li key={name}>
          <RouteLink to={formatRoute(name)} className="pageLink" current={name === current}>
            {title(strings)}
          </RouteLink>
        </li>
      ))}
    </ul>
  );
}

/** Whether the list of pages is open: it closes after a choice, with Escape, and when the focus leaves it. */
function useMenu(): { open: boolean; box: RefObject<HTMLElement | null>; toggle: () => void } {
  const { route } = useNavigation();
  const [openAt, setOpenAt] = useState<Route>();
  const open = openAt === route;
  const close = useCallback(() => setOpenAt(undefined), []);
  const box = useDismiss<HTMLElement>(open, close);
  return { open, box, toggle: () => setOpenAt(open ? undefined : route) };
}

/** The pages: links side by side, and where there is no room for them, a list behind a button. */
export function TopBar(): ReactNode {
  const { strings } = useDashboard();
  const { route } = useNavigation();
  const { open, box, toggle } = useMenu();
  return (
    <header className="topBar">
      <nav ref={box} aria-label={strings.page.sections} className={open ? 'open' : ''}>
        <button type="button" className="pagesButton" aria-expanded={open} onClick={toggle}>
          <Icon name="menu" />
          {pageOf(route.page, PAGES).title(strings)}
          <Icon name={open ? 'chevron-up' : 'chevron-down'} />
        </button>
        <PageLinks />
      </nav>
      <GatewayLine />
      <SignOut />
    </header>
  );
}
