import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useStatus } from '../api/queries.ts';
import { useDashboard } from './dashboard.tsx';
import { GatewayLine } from './gatewayLine.tsx';

function SignOut(): ReactNode {
  const { transport, strings } = useDashboard();
  const client = useQueryClient();
  const status = useStatus();
  const { login } = transport;
  if (login === undefined || status.data === undefined) return null;
  const signOut = (): void => {
    void login.signOut().finally(() => client.resetQueries());
  };
  return (
    <button type="button" className="link" onClick={signOut}>
      {strings.page.signOut}
    </button>
  );
}

export function TopBar(): ReactNode {
  const { strings } = useDashboard();
  return (
    <header className="topBar">
      <nav aria-label={strings.page.sections}>
        <a href="#overview" aria-current="page">
          {strings.page.overview}
        </a>
      </nav>
      <GatewayLine />
      <SignOut />
    </header>
  );
}
