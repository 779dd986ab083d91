import {
  createContext,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { useDashboard } from './dashboard.tsx';
import { parseRoute, type Route } from './route.ts';
import { useSaved } from './saved.tsx';

interface Navigation {
  readonly route: Route;
  /** Goes to a route such as `/traces/<call id>`; the one before can be gone back to. */
  readonly go: (route: string) => void;
  /** The same without a step to go back: for filters. */
  readonly replace: (route: string) => void;
}

const NavigationContext = createContext<Navigation | undefined>(undefined);

interface Place {
  readonly route: string;
  readonly go: (route: string) => void;
  readonly replace: (route: string) => void;
}

/** At `/ui` the place is the address, so that it can be linked to and gone back from. */
function useAddress(): Place {
  // There is no window where the build draws the frame.
  const [route, setRoute] = useState(() => (typeof window === 'undefined' ? '' : window.location.hash));
  useEffect(() => {
    const read = (): void => setRoute(window.location.hash);
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  const go = useCallback((next: string) => {
    window.location.hash = next;
  }, []);
  const replace = useCallback((next: string) => {
    window.history.replaceState(null, '', `#${next}`);
    setRoute(`#${next}`);
  }, []);
  return { route, go, replace };
}

/** In a webview there is no address: the place is part of what is kept across hide and reload. */
function useKept(): Place {
  const { state, save } = useSaved();
  const go = useCallback((route: string) => save({ route }), [save]);
  return { route: state.route, go, replace: go };
}

/** Says where the reader is, and goes elsewhere: by itself, or because the editor asks for it. */
export function NavigationProvider({ children }: { children: ReactNode }): ReactNode {
  const { surface, transport } = useDashboard();
  const address = useAddress();
  const kept = useKept();
  const { route, go, replace } = surface === 'browser' ? address : kept;
  useEffect(
    () =>
      transport.subscribe((event) => {
        if (event.type === 'navigate') go(event.route);
      }),
    [transport, go],
  );
  const value = useMemo(() => ({ route: parseRoute(route), go, replace }), [route, go, replace]);
  return <NavigationContext value={value}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  const value = useContext(NavigationContext);
  if (value === undefined) throw new Error('The dashboard has no navigation.');
  return value;
}

interface RouteLinkProps {
  /** Such as `/traces/<call id>`. */
  readonly to: string;
  readonly className?: string;
  readonly current?: boolean;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A link to another page. A real one at `/ui`; the editor's webviews do not follow links, so there a click goes. */
export function RouteLink({ to, className = 'link', current = false, title, children }: RouteLinkProps): ReactNode {
  const { go } = useNavigation();
  const follow = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a className={className} href={`#${to}`} title={title} aria-current={current ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  );
}
