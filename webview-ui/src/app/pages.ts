import { overviewDefinition } from '../overview/overviewDefinition.tsx';
import { tracesDefinition } from '../pages/traces/tracesDefinition.tsx';
import type { PageDefinition } from './pageDefinition.ts';

/** The pages of the dashboard, in the order of the navigation. The first one is where the dashboard opens. */
export const PAGES: readonly [PageDefinition, ...PageDefinition[]] = [overviewDefinition, tracesDefinition];
