import { Deferred } from '../../app/deferred.ts';
import type { PageDefinition } from '../../app/pageDefinition.ts';

export const routingDefinition: PageDefinition = {
  name: 'routing',
  title: (strings) => strings.routing.title,
  content: new Deferred(async () => (await import('../otherPages.tsx')).otherPages.routing),
};
