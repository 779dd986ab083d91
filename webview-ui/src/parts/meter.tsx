import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { type Limits, type SpentState, spentShare, spentState } from '../management/limits.ts';

const COLOURS: Readonly<Record<SpentState, string>> = {
  fine: 'var(--vscode-charts-blue)',
  near: 'var(--torii-warn)',
  over: 'var(--torii-failure)',
};

/** What was spent of a budget, in words and as a bar; the words alone where there is no budget. */
export function SpendBar({ limits }: { limits: Pick<Limits, 'spend' | 'maxBudget'> }): ReactNode {
  const { strings, format } = useDashboard();
  const { spend, maxBudget } = limits;
  const share = spentShare(limits);
  const spent = format.money(spend);
  if (share === undefined || maxBudget === null) return <span className="number">{spent}</span>;
  const state = spentState(share);
  return (
    <span className="spendBar" title={`${format.percent(share)}, ${strings.limits[state]}`}>
      <span className="number">
        {strings.limits.spentOf(spent, format.money(maxBudget))}
        {state === 'fine' ? null : <span className="hidden">, {strings.limits[state]}</span>}
      </span>
      <span className="meter" aria-hidden="true">
        {spend === 0 ? null : (
          <span className="meterFill" style={{ width: `${share * 100}%`, background: COLOURS[state] }} />
        )}
      </span>
    </span>
  );
}
