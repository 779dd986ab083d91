import type { SentenceTable } from '../translator.ts';
import { agents } from './agents.ts';
import { calls } from './calls.ts';
import { config } from './config.ts';
import { configDestinations } from './configDestinations.ts';
import { configEdits } from './configEdits.ts';
import { configFixes } from './configFixes.ts';
import { configValues } from './configValues.ts';
import { connections } from './connections.ts';
import { destinations } from './destinations.ts';
import { gateway } from './gateway.ts';
import { limits } from './limits.ts';
import { management } from './management.ts';

/** Everything that the gateway says of itself, by its English sentence. */
export const japaneseSentences: SentenceTable = {
  ...config,
  ...configFixes,
  ...configDestinations,
  ...configValues,
  ...configEdits,
  ...gateway,
  ...management,
  ...calls,
  ...limits,
  ...connections,
  ...destinations,
  ...agents,
};
