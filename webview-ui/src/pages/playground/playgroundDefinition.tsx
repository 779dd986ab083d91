import type { PageDefinition } from '../../app/pageDefinition.ts';
import { PlaygroundPage } from './playgroundPage.tsx';

/** `#/playground`, or `#/playground?from=<call id>` to begin with a trace. */
export const playgroundDefinition: PageDefinition = {
  name: 'playground',
  title: (strings) => strings.playground.title,
  render: (route) => <PlaygroundPage route={route} />,
};
