import type { ReactNode } from 'react';
import type { Route } from '../app/route.ts';
import { DestinationsPage } from './destinations/destinationsPage.tsx';
import { ErrorsPage } from './errors/errorsPage.tsx';
import { KeysPage } from './keys/keysPage.tsx';
import { ModelsPage } from './models/modelsPage.tsx';
import { OwnPage } from './own/ownPage.tsx';
import { PlaygroundPage } from './playground/playgroundPage.tsx';
import { RoutingPage } from './routing/routingPage.tsx';
import { SettingsPage } from './settings/settingsPage.tsx';
import { TeamsPage } from './teams/teamsPage.tsx';
import { TracesRoutes } from './traces/tracesRoutes.tsx';

/**
 * The pages beside the overview, as one file that is loaded once: they share most of what they are made of, and a file
 * for each would be forty small ones.
 */
export const otherPages = {
  traces: (route: Route): ReactNode => <TracesRoutes route={route} />,
  models: (): ReactNode => <ModelsPage />,
  routing: (): ReactNode => <RoutingPage />,
  keys: (): ReactNode => <KeysPage />,
  teams: (): ReactNode => <TeamsPage />,
  errors: (): ReactNode => <ErrorsPage />,
  playground: (route: Route): ReactNode => <PlaygroundPage route={route} />,
  destinations: (): ReactNode => <DestinationsPage />,
  settings: (): ReactNode => <SettingsPage />,
  own: OwnPage,
};
