import { Deferred } from '../../app/deferred.ts';
import type { PageDefinition } from '../../app/pageDefinition.ts';

export const modelsDefinition: PageDefinition = {
  name: 'models',
  title: (strings) => strings.models.title,
  content: new Deferred(async () => (await import('../otherPages.tsx')).otherPages.models),
};
