import { Deferred } from '../../app/deferred.ts';
import type { PageDefinition } from '../../app/pageDefinition.ts';

export const keysDefinition: PageDefinition = {
  name: 'keys',
  title: (strings) => strings.keys.title,
  content: new Deferred(async () => (await import('../otherPages.tsx')).otherPages.keys),
};
