import type { PageDefinition } from '../../app/pageDefinition.ts';
import { KeysPage } from './keysPage.tsx';

export const keysDefinition: PageDefinition = {
  name: 'keys',
  title: (strings) => strings.keys.title,
  render: () => <KeysPage />,
};
