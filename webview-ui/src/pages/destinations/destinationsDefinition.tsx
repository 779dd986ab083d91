import type { PageDefinition } from '../../app/pageDefinition.ts';
import { DestinationsPage } from './destinationsPage.tsx';

export const destinationsDefinition: PageDefinition = {
  name: 'destinations',
  title: (strings) => strings.destinations.title,
  render: () => <DestinationsPage />,
};
