import type { ReactNode } from 'react';
import type { Overview } from '../../../src/protocol/api.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { useSaved } from '../app/saved.tsx';
import { Answer } from '../parts/answer.tsx';
import { Panel } from '../parts/panel.tsx';
import { SkeletonLines } from '../parts/skeleton.tsx';
import { BudgetPanel } from './budgetPanel.tsx';
import { DayPanels } from './dayPanels.tsx';
import { ErrorPanel } from './errorPanel.tsx';
import { SpeedPanel } from './speedPanel.tsx';
import { useSpeed } from './speedQueries.ts';
import { SpeedTable } from './speedTable.tsx';

/** How fast answers came and how the other figures went, over the chosen days. */
export function OverTime({ overview }: { overview: Overview | undefined }): ReactNode {
  const { strings } = useDashboard();
  const { range } = useSaved().state;
  const speed = useSpeed(range);
  if (overview === undefined || overview.totals.requests === 0) return null;
  const waiting = (
    <div className="panelGrid spaced">
      {[strings.speed.firstToken, strings.speed.duration].map((title) => (
        <Panel key={title} title={title} className="linePanel">
          <SkeletonLines />
        </Panel>
      ))}
    </div>
  );
  return (
    <>
      <div className="panelGrid spaced">
        <BudgetPanel />
        <ErrorPanel overview={overview} />
      </div>
      <Answer query={speed} problem={strings.speed.problem} skeleton={waiting}>
        {(data) => (
          <div className="panelGrid spaced">
            <SpeedPanel speed={data} measure="timeToFirstToken" />
            <SpeedPanel speed={data} measure="duration" />
            <DayPanels overview={overview} />
          </div>
        )}
      </Answer>
      {speed.data === undefined || speed.data.models.length === 0 ? null : <SpeedTable speed={speed.data} />}
    </>
  );
}
