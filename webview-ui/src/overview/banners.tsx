import type { ReactNode } from 'react';
import type { Status } from '../../../src/protocol/api.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { Banner } from '../parts/banner.tsx';

/** The config on disk is broken and the one before it still serves. */
export function ConfigBanner({ status }: { status: Status | undefined }): ReactNode {
  const { strings, transport } = useDashboard();
  if (status === undefined || status.configInForce) return null;
  const mistake = status.diagnostics.find(({ severity }) => severity === 'error');
  const file = (mistake?.file ?? status.configFile ?? '').split(/[\\/]/).at(-1) ?? '';
  return (
    <Banner icon="warning">
      {mistake === undefined ? null : (
        <>
          <strong>{strings.problems.configBroken(file, mistake.line)}</strong> {mistake.message}{' '}
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

/** The figures on the page are old: the gateway does not answer at present. `time` is epoch ms. */
export function StaleBanner({ time, onRetry }: { time: number; onRetry: () => void }): ReactNode {
  const { strings, format } = useDashboard();
  return (
    <Banner icon="debug-disconnect">
      {strings.problems.stale(format.clock(time))}{' '}
      <button type="button" className="link" onClick={onRetry}>
        {strings.problems.retry}
      </button>
    </Banner>
  );
}
