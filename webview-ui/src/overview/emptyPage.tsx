import type { ReactNode } from 'react';
import { useModelGroups, useStatus } from '../api/queries.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { useGateway } from '../app/gateway.ts';
import { CopyLine } from '../parts/copyLine.tsx';
import { firstRequest } from './firstRequest.ts';

/** Teaches what will stand here and how to get the first request. */
export function EmptyPage(): ReactNode {
  const { strings, transport } = useDashboard();
  const status = useStatus();
  const gateway = useGateway();
  const [model = 'gpt-4o-mini'] = useModelGroups();
  const baseUrl = status.data?.baseUrl ?? gateway?.baseUrl ?? 'http://127.0.0.1:4000';
  const { empty } = strings;
  return (
    <section className="panel empty">
      <h2>{empty.title}</h2>
      <p>{empty.text}</p>
      <h3>{empty.curl}</h3>
      <CopyLine text={firstRequest(baseUrl, model, empty.greeting)} />
      <p className="dim">{empty.keyHint}</p>
      <p>{empty.agentHint}</p>
      {transport.runCommand === undefined ? null : (
        <button type="button" className="button" onClick={() => transport.runCommand?.('torii.configureCline')}>
          {strings.gateway.configureCline}
        </button>
      )}
    </section>
  );
}
