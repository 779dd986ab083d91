import type { ReactNode } from 'react';
import { useStatus } from '../api/queries.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { Banner } from './banner.tsx';

/** Findings end without a full stop; here another sentence follows. */
function asSentence(message: string): string {
  return /[.?!]$/.test(message) ? message : `${message}.`;
}

/** Shows while the config on disk is broken and the one before it still serves. */
export function ConfigBanner(): ReactNode {
  const { strings, transport } = useDashboard();
  const status = useStatus().data;
  if (status === undefined || status.configInForce) return null;
  const mistake = status.diagnostics.find(({ severity }) => severity === 'error');
  const file = (mistake?.file ?? status.configFile ?? '').split(/[\\/]/).at(-1) ?? '';
  return (
    <Banner icon="warning">
      {mistake === undefined ? null : (
        <>
          <strong>{strings.problems.configBroken(file, mistake.line)}</strong>{' '}
          {strings.said(asSentence(mistake.message))}{' '}
        </>
      )}
      {strings.problems.configStays}{' '}
      {transport.runCommand === undefined ? null : (
        <button type="button" className="link" onClick={() => transport.runCommand?.('torii.openConfig')}>
          {strings.gateway.openConfig}
        </button>
      )}
    </Banner>
  );
}
