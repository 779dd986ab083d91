import { Deferred } from '../app/deferred.ts';
import type { PageDefinition } from '../app/pageDefinition.ts';
import { OverviewPage } from './overviewPage.tsx';

/** The page that the dashboard opens with: part of the first file. */
export const overviewDefinition: PageDefinition = {
  name: 'overview',
  title: (strings) => strings.page.overview,
  content: new Deferred(async () => () => <OverviewPage />),
};
