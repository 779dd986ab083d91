import { Deferred } from '../../app/deferred.ts';
import type { PageDefinition } from '../../app/pageDefinition.ts';

export const teamsDefinition: PageDefinition = {
  name: 'teams',
  title: (strings) => strings.teams.title,
  content: new Deferred(async () => (await import('../otherPages.tsx')).otherPages.teams),
};
