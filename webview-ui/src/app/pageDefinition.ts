import type { ReactNode } from 'react';
import type { Strings } from '../strings/strings.ts';
import type { Route } from './route.ts';

/** A page of the dashboard, as it stands in `pages.ts`. */
export interface PageDefinition {
  /** As in the address: `#/traces`. */
  readonly name: string;
  /** In the navigation, and in the title of the window. */
  readonly title: (strings: Strings) => string;
  /** Everything below the navigation. The page brings its own `h1`: `PageHead`. */
  readonly render: (route: Route) => ReactNode;
}
