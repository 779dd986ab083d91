import { Deferred } from '../../app/deferred.ts';
import type { PageDefinition } from '../../app/pageDefinition.ts';

export const errorsDefinition: PageDefinition = {
  name: 'errors',
  title: (strings) => strings.errors.title,
  content: new Deferred(async () => (await import('../otherPages.tsx')).otherPages.errors),
};
