import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

/** A line above the page about something that holds for all of it. */
export function Banner({ icon, children }: { icon: IconName; children: ReactNode }): ReactNode {
  return (
    <div className="banner" role="status">
      <Icon name={icon} className="warn" />
      <div>{children}</div>
    </div>
  );
}
