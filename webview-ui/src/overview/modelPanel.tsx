import type { ReactNode } from 'react';
import type { Overview } from '../../../src/protocol/api.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { PanelHead } from '../parts/panel.tsx';
import { rankModels } from '../series/ranking.ts';
import { promptTokens } from '../series/totals.ts';
import { ModelBars } from './modelBars.tsx';

const MAX_ROWS = 4;

interface ModelPanelProps {
  readonly overview: Overview;
  readonly colours: ReadonlyMap<string, string>;
}

/** Tokens and requests, each split by model. */
export function ModelPanel({ overview, colours }: ModelPanelProps): ReactNode {
  const { strings, format } = useDashboard();
  const { totals, buckets } = overview;
  const tokens = promptTokens(totals) + totals.outputTokens;
  return (
    <div className="panel stack">
      <section>
        <PanelHead title={strings.chart.tokensByModel} total={format.compact(tokens)} />
        <ModelBars
          rows={rankModels(buckets, 'tokens', MAX_ROWS)}
          colours={colours}
          text={format.compact}
          title={(value) => strings.tiles.exactTokens(value, format.integer(value))}
        />
      </section>
      <section>
        <PanelHead title={strings.chart.requestsByModel} total={format.integer(totals.requests)} />
        <ModelBars
          rows={rankModels(buckets, 'requests', MAX_ROWS)}
          colours={colours}
          text={format.integer}
          withFailures
        />
      </section>
    </div>
  );
}
