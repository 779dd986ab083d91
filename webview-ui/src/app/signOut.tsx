import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
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
    <button type="button" className="link" onClick={signOut}>
      {strings.page.signOut}
    </button>
  );
}
