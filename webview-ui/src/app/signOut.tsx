import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Icon } from '../parts/icon.tsx';
import { useDashboard } from './dashboard.tsx';

/** Ends the login, where there is one. */
export function SignOut(): ReactNode {
  const { transport, strings } = useDashboard();
  const client = useQueryClient();
  const { login } = transport;
  if (login === undefined) return null;
  const signOut = (): void => {
    void login.signOut().finally(() => client.resetQueries());
  };
  return (
    <button type="button" className="link signOut" title={strings.page.signOut} onClick={signOut}>
      <Icon name="sign-out" />
      <span className="signOutText">{strings.page.signOut}</span>
    </button>
  );
}
