import { overviewDefinition } from '../overview/overviewDefinition.tsx';
import { destinationsDefinition } from '../pages/destinations/destinationsDefinition.tsx';
import { errorsDefinition } from '../pages/errors/errorsDefinition.tsx';
import { keysDefinition } from '../pages/keys/keysDefinition.tsx';
import { modelsDefinition } from '../pages/models/modelsDefinition.tsx';
import { playgroundDefinition } from '../pages/playground/playgroundDefinition.tsx';
import { routingDefinition } from '../pages/routing/routingDefinition.tsx';
import { settingsDefinition } from '../pages/settings/settingsDefinition.tsx';
import { teamsDefinition } from '../pages/teams/teamsDefinition.tsx';
import { tracesDefinition } from '../pages/traces/tracesDefinition.tsx';
import type { PageDefinition } from './pageDefinition.ts';

/** The pages of the dashboard, in the order of the navigation. The first one is where the dashboard opens. */
export const PAGES: readonly [PageDefinition, ...PageDefinition[]] = [
  overviewDefinition,
  tracesDefinition,
  modelsDefinition,
  routingDefinition,
  keysDefinition,
  teamsDefinition,
  errorsDefinition,
  playgroundDefinition,
  destinationsDefinition,
  settingsDefinition,
];
