import type { PageDefinition } from '../../app/pageDefinition.ts';
import { SettingsPage } from './settingsPage.tsx';

export const settingsDefinition: PageDefinition = {
  name: 'settings',
  title: (strings) => strings.settings.title,
  render: () => <SettingsPage />,
};
