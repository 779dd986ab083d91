import type { ReactNode } from 'react';
import type { Status } from '../../../src/protocol/api.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { Banner } from '../parts/banner.tsx';
import { explain } from '../parts/explain.ts';

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

interface StaleBannerProps {
  readonly error: unknown;
  /** When the figures were read, epoch ms. */
  readonly time: number;
  readonly onRetry: () => void;
}

/** The figures on the page are old: the gateway gives no newer ones at present. */
export function StaleBanner({ error, time, onRetry }: StaleBannerProps): ReactNode {
  const { strings, format } = useDashboard();
  return (
    <Banner icon="debug-disconnect">
      {explain(error, strings)} {strings.problems.figuresFrom(format.clock(time))}{' '}
      <button type="button" className="link" onClick={onRetry}>
        {strings.problems.retry}
      </button>
    </Banner>
  );
}
