import { Deferred } from '../../app/deferred.ts';
import type { PageDefinition } from '../../app/pageDefinition.ts';

/** `#/playground`, or `#/playground?from=<call id>` to begin with a trace. */
export const playgroundDefinition: PageDefinition = {
  name: 'playground',
  title: (strings) => strings.playground.title,
  content: new Deferred(async () => (await import('../otherPages.tsx')).otherPages.playground),
};
