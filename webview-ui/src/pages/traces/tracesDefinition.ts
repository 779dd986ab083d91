import { Deferred } from '../../app/deferred.ts';
import type { PageDefinition } from '../../app/pageDefinition.ts';

export const tracesDefinition: PageDefinition = {
  name: 'traces',
  title: (strings) => strings.traces.title,
  content: new Deferred(async () => (await import('../otherPages.tsx')).otherPages.traces),
};
