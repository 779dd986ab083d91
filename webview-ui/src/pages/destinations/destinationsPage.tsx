import type { ReactNode } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { Answer } from '../../parts/answer.tsx';
import { CopyLine } from '../../parts/copyLine.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { LANGFUSE_LINES, MLFLOW_LINES, OTLP_LINES } from './configLines.ts';
import { DestinationPanel } from './destinationPanel.tsx';
import { useDestinations } from './destinationQueries.ts';

/** Teaches which lines of the config send traces elsewhere. */
function NoDestinations(): ReactNode {
  const { strings, transport } = useDashboard();
  const { destinations } = strings;
  const lines = [
    [destinations.emptyLangfuse, LANGFUSE_LINES],
    [destinations.emptyMlflow, MLFLOW_LINES],
    [destinations.emptyOtlp, OTLP_LINES],
  ] as const;
  return (
    <section className="panel empty">
      <h2>{destinations.emptyTitle}</h2>
      <p>{destinations.emptyText}</p>
      {lines.map(([title, text]) => (
        <div key={title}>
          <h3>{title}</h3>
          <CopyLine text={text} />
        </div>
      ))}
      <p className="dim afterLines">{destinations.emptyAfter}</p>
      {transport.runCommand === undefined ? null : (
        <button type="button" className="button" onClick={() => transport.runCommand?.('torii.openConfig')}>
          {strings.gateway.openConfig}
        </button>
      )}
    </section>
  );
}

/** Where traces go besides the ledger. */
export function DestinationsPage(): ReactNode {
  const { strings } = useDashboard();
  return (
    <>
      <PageHead title={strings.destinations.title} />
      <Answer query={useDestinations()} problem={strings.destinations.problem}>
        {({ destinations }) =>
          destinations.length === 0 ? (
            <NoDestinations />
          ) : (
            <div className="panelGrid spaced">
              {destinations.map((destination) => (
                <DestinationPanel key={destination.id} destination={destination} />
              ))}
            </div>
          )
        }
      </Answer>
    </>
  );
}
