import type { PageDefinition } from '../app/pageDefinition.ts';
import { OverviewPage } from './overviewPage.tsx';

export const overviewDefinition: PageDefinition = {
  name: 'overview',
  title: (strings) => strings.page.overview,
  render: () => <OverviewPage />,
};
