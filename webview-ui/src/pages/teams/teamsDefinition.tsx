import type { PageDefinition } from '../../app/pageDefinition.ts';
import { TeamsPage } from './teamsPage.tsx';

export const teamsDefinition: PageDefinition = {
  name: 'teams',
  title: (strings) => strings.teams.title,
  render: () => <TeamsPage />,
};
