import type { ReactNode } from 'react';
import type { Strings } from '../strings/strings.ts';
import type { Deferred } from './deferred.ts';
import type { Route } from './route.ts';

/** A page of the dashboard, as it stands in `pages.ts`. */
export interface PageDefinition {
  /** As in the address: `#/traces`. */
  readonly name: string;
  /** In the navigation, and in the title of the window. */
  readonly title: (strings: Strings) => string;
  /** Draws everything below the navigation, with the page's own `h1`: `PageHead`. Each page is a file of its own. */
  readonly content: Deferred<(route: Route) => ReactNode>;
}
