import { overviewDefinition } from '../overview/overviewDefinition.tsx';
import { destinationsDefinition } from '../pages/destinations/destinationsDefinition.ts';
import { errorsDefinition } from '../pages/errors/errorsDefinition.ts';
import { keysDefinition } from '../pages/keys/keysDefinition.ts';
import { modelsDefinition } from '../pages/models/modelsDefinition.ts';
import { playgroundDefinition } from '../pages/playground/playgroundDefinition.ts';
import { routingDefinition } from '../pages/routing/routingDefinition.ts';
import { settingsDefinition } from '../pages/settings/settingsDefinition.ts';
import { teamsDefinition } from '../pages/teams/teamsDefinition.ts';
import { tracesDefinition } from '../pages/traces/tracesDefinition.ts';
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
