import type { ReactNode } from 'react';
import type { Overview } from '../../../src/protocol/api.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { RouteLink } from '../app/navigation.tsx';
import { formatRoute } from '../app/route.ts';
import { useSaved } from '../app/saved.tsx';
import { useFailures } from '../pages/errors/failureQueries.ts';
import { failuresBy } from '../pages/errors/failureRows.ts';
import { Answer } from '../parts/answer.tsx';
import { Panel } from '../parts/panel.tsx';

const SHOWN = 4;

/** Why requests of the period failed, most frequent first, and the way to all of it. */
export function ErrorPanel({ overview }: { overview: Overview }): ReactNode {
  const { strings, format } = useDashboard();
  const { errors, requests, speed } = strings;
  const failures = useFailures(useSaved().state.range);
  const { fallbacks } = overview.totals;
  return (
    <Panel
      title={errors.byKind}
      note={fallbacks === 0 ? undefined : errors.saved(fallbacks, format.integer(fallbacks))}
      total={<RouteLink to={formatRoute('errors')}>{speed.allErrors}</RouteLink>}
    >
      <Answer query={failures} problem={errors.problem}>
        {({ groups }) =>
          groups.length === 0 ? (
            <p className="dim">{errors.none}</p>
          ) : (
            <ul className="modelBars">
              {failuresBy(groups, 'kind')
                .slice(0, SHOWN)
                .map(({ name, count, share }) => (
                  <li key={name}>
                    <div className="pair">
                      <span className="ellipsis">{requests.kinds[name] ?? name}</span>
                      <span className="number">{format.integer(count)}</span>
                    </div>
                    <div className="meter" aria-hidden="true">
                      <span
                        className="meterFill"
                        style={{ width: `${share * 100}%`, background: 'var(--torii-failure)' }}
                      />
                    </div>
                  </li>
                ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}
