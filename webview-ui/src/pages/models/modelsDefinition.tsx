import type { PageDefinition } from '../../app/pageDefinition.ts';
import { ModelsPage } from './modelsPage.tsx';

export const modelsDefinition: PageDefinition = {
  name: 'models',
  title: (strings) => strings.models.title,
  render: () => <ModelsPage />,
};
