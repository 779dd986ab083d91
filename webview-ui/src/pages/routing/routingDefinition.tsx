import type { PageDefinition } from '../../app/pageDefinition.ts';
import { RoutingPage } from './routingPage.tsx';

export const routingDefinition: PageDefinition = {
  name: 'routing',
  title: (strings) => strings.routing.title,
  render: () => <RoutingPage />,
};
