import { Deferred } from '../../app/deferred.ts';
import type { PageDefinition } from '../../app/pageDefinition.ts';

export const destinationsDefinition: PageDefinition = {
  name: 'destinations',
  title: (strings) => strings.destinations.title,
  content: new Deferred(async () => (await import('../otherPages.tsx')).otherPages.destinations),
};
