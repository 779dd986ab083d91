import type { PageDefinition } from '../../app/pageDefinition.ts';
import { ErrorsPage } from './errorsPage.tsx';

export const errorsDefinition: PageDefinition = {
  name: 'errors',
  title: (strings) => strings.errors.title,
  render: () => <ErrorsPage />,
};
