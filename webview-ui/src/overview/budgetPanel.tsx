import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { BUDGETS_PATH, BudgetStanding, BudgetStandingList } from '../../../src/protocol/budgets.ts';
import { withQuery } from '../api/paths.ts';
import { useAnswer } from '../api/queries.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { RouteLink } from '../app/navigation.tsx';
import { formatRoute } from '../app/route.ts';
import { paceOf } from '../management/pace.ts';
import { Answer } from '../parts/answer.tsx';
import { SpendBar } from '../parts/meter.tsx';
import { Panel } from '../parts/panel.tsx';

const SHOWN = 4;
const budgetsPath: typeof BUDGETS_PATH = '/torii/budgets';

/** The budgets that are nearest to their end. */
function useBudgets(): UseQueryResult<BudgetStandingList> {
  return useAnswer<BudgetStandingList>(['budgets'], () => withQuery(budgetsPath, { limit: SHOWN }), ['budgets']);
}

/** Where spending leads until the budget begins anew: a warning where that is more than there is. */
function Pace({ budget }: { budget: BudgetStanding }): ReactNode {
  const { strings, format, now } = useDashboard();
  const pace = paceOf(budget, now());
  if (pace === undefined || budget.resetsAt === null) return null;
  return (
    <span className={`number pace ${pace > budget.maxBudget ? 'warn' : 'dim'}`}>
      {strings.limits.pace(format.money(pace), format.brief(budget.resetsAt, now()))}
    </span>
  );
}

function Line({ budget }: { budget: BudgetStanding }): ReactNode {
  const { strings, format, now } = useDashboard();
  const { speed, limits } = strings;
  const { scope, name, model, duration, resetsAt } = budget;
  const notes = [
    speed.budgetOf[scope] ?? '',
    model ?? '',
    duration === null ? '' : (limits.periods[duration] ?? duration),
    resetsAt === null ? '' : limits.resets(format.moment(resetsAt, now())),
  ].filter((note) => note !== '');
  return (
    <li>
      <span className="budgetName">
        {scope === 'global' ? speed.everything : name} <span className="dim">{notes.join(' · ')}</span>
      </span>
      <SpendBar limits={budget} />
      <Pace budget={budget} />
    </li>
  );
}

/** What is left of the budgets, in order of need. */
export function BudgetPanel(): ReactNode {
  const { strings } = useDashboard();
  const { speed, problems } = strings;
  return (
    <Panel title={speed.budgets} total={<RouteLink to={formatRoute('keys')}>{speed.allBudgets}</RouteLink>}>
      <Answer query={useBudgets()} problem={problems.overview}>
        {({ budgets }) =>
          budgets.length === 0 ? (
            <p className="dim">{speed.noBudgets}</p>
          ) : (
            <ul className="budgetLines">
              {budgets.map((budget) => (
                <Line key={`${budget.scope} ${budget.scopeId} ${budget.model} ${budget.duration}`} budget={budget} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}
