import { Deferred } from '../../app/deferred.ts';
import type { PageDefinition } from '../../app/pageDefinition.ts';

export const settingsDefinition: PageDefinition = {
  name: 'settings',
  title: (strings) => strings.settings.title,
  content: new Deferred(async () => (await import('../otherPages.tsx')).otherPages.settings),
};
